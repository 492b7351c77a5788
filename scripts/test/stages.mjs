import { browserStage } from './browserStage.mjs';
import { command } from './command.mjs';
import { jestStage } from './jestStage.mjs';
import { nodeTestStage } from './nodeTestStage.mjs';
import { terraformStage } from './terraformStage.mjs';

/**
 * Every check, in the order in which a mistake is cheapest to find. A stage's `run` answers how many checks passed
 * and failed; a stage that fails does not keep the later ones from running.
 */
export const stages = [
  command('types', ['yarn', 'tsc']),
  command('lint', ['yarn', 'lint:all']),
  command('prettier', ['yarn', 'prettier:check']),
  command('config', ['yarn', 'config:check']),
  command('api reports', ['yarn', 'api-reports', '--ci']),
  nodeTestStage('scripts', 'scripts'),
  jestStage('unit', { integration: false }),
  terraformStage('terraform'),
  nodeTestStage('generated service', 'templates'),
  jestStage('integration', { integration: true }),
  browserStage('browser'),
];
