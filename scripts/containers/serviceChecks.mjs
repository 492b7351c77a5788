import assert from 'node:assert/strict';
import { step } from '../lib/report.mjs';
import { eventually } from './eventually.mjs';

const GREETINGS = '/orders/greetings';

/** What must hold of a generated service in containers. Each check needs the ones before it. */
export const serviceChecks = [
  {
    name: 'the service, its database and its Prometheus are healthy',
    run: async stack => {
      const containers = await stack.containers();
      assert.equal(containers.length, 3);
      for (const { Service, Health } of containers) {
        assert.equal(Health, 'healthy', Service);
      }
    },
  },
  {
    name: 'the service runs as the user of the task definition, without capabilities',
    run: async stack => {
      assert.equal(await stack.inside('service', ['id', '-u']), '10001');
      assert.equal(await stack.inside('service', ['id', '-g']), '10001');
      const { HostConfig } = await stack.inspect('service');
      assert.deepEqual(HostConfig.CapDrop, ['ALL']);
    },
  },
  {
    name: 'its file system is read-only, but for /tmp',
    run: async stack => {
      const { HostConfig } = await stack.inspect('service');
      assert.equal(HostConfig.ReadonlyRootfs, true);
      await assert.rejects(
        stack.inside('service', ['touch', '/app/written']),
        /Read-only file system/,
      );
      await stack.inside('service', ['touch', '/tmp/written']);
    },
  },
  {
    name: 'its migration was applied, by PostgreSQL of the major version of RDS',
    run: async stack => {
      const query = text =>
        stack.inside('database', [
          'psql',
          '--username=service',
          '--dbname=service',
          '--tuples-only',
          '--no-align',
          `--command=${text}`,
        ]);
      assert.equal(
        await query('SELECT version FROM flyway_schema_history WHERE success'),
        '1',
      );
      assert.match(await query('SHOW server_version'), /^17\./);
    },
  },
  {
    name: 'it stores and reads',
    run: async stack => {
      const added = await fetch(`${stack.urls.service}${GREETINGS}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada' }),
      });
      assert.equal(added.status, 201);
      const read = await fetch(
        `${stack.urls.service}${added.headers.get('location')}`,
      );
      assert.equal((await read.json()).name, 'Ada');
    },
  },
  {
    name: 'Prometheus scrapes it',
    run: stack =>
      eventually(60, async () => {
        const targets = await fetch(
          `${stack.urls.prometheus}/api/v1/targets?state=active`,
        );
        const { activeTargets } = (await targets.json()).data;
        assert.deepEqual(
          activeTargets.map(({ health }) => health),
          ['up'],
          JSON.stringify(activeTargets),
        );
        const query = encodeURIComponent(
          'sum(jvm_memory_used_bytes{application="orders"})',
        );
        const answer = await fetch(
          `${stack.urls.prometheus}/api/v1/query?query=${query}`,
        );
        const [{ value }] = (await answer.json()).data.result;
        assert.ok(Number(value[1]) > 1e6);
      }),
  },
  {
    name: 'it starts from its record of loaded classes',
    run: async stack => {
      const log = await stack.logs('service');
      const seconds = /Started Application in ([\d.]+) seconds/.exec(log)?.[1];
      assert.ok(seconds, log);
      step(`the application started in ${seconds} s`);
      const { Config } = await stack.inspect('service');
      const [flag] = Config.Entrypoint.filter(word =>
        /^-XX:(AOTCache|SharedArchiveFile)=/.test(word),
      );
      await stack.inside('service', ['test', '-s', flag.split('=')[1]]);
      assert.doesNotMatch(log, /AOT cache|shared class/i);
    },
  },
  {
    name: 'it stops in order, within the time that ECS gives it',
    run: async stack => {
      const { seconds, exitCode } = await stack.stopOne('service');
      step(`stopped in ${seconds.toFixed(1)} s with exit code ${exitCode}`);
      assert.ok(seconds < 30);
      // 128 + SIGTERM: it was not killed.
      assert.equal(exitCode, 143);
      assert.match(await stack.logs('service'), /Graceful shutdown complete/);
    },
  },
];
