/* eslint-disable no-console */
// A restore in a process of its own, which is killed (as by `kill -9`) when it logs a certain line.
import { TerraformRunner } from '@slipway/plugin-slipway-node';
import { ConfiguredEnvironments } from '../environments';
import { StackOperator } from '../stacks';
import { StateOperator } from '../states';
import { localConfig } from './localConfig';

const [endpoint, versionId, lastLine] = process.argv.slice(2);

const config = localConfig(endpoint);
const info = (line: string) => {
  if (line.includes(lastLine)) {
    process.kill(process.pid, 'SIGKILL');
  }
};
const logger = { info, warn: info, error: info, debug: info };

StateOperator.create({
  stacks: StackOperator.create({ runner: TerraformRunner.fromConfig(config) }),
})
  .restore(
    {
      access: ConfiguredEnvironments.fromConfig(config).find('dev'),
      stack: { kind: 'service', name: 'orders' },
      source: { from: 'bundle' },
      identity: 'stackUser',
      run: {
        logger: {
          ...logger,
          child: () => ({ ...logger, child: () => never() }),
        },
        task: { id: 'killed' },
        user: { ref: 'user:default/ada' },
        getInitiatorCredentials: never,
      },
    },
    versionId,
  )
  .then(
    () => process.exit(0),
    error => {
      console.error(error);
      process.exit(1);
    },
  );

function never(): never {
  throw new Error('Not used by a restore');
}
