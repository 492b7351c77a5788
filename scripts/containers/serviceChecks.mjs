import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { step } from '../lib/report.mjs';
import { eventually } from './eventually.mjs';

const GREETINGS = '/orders/greetings';
const SLOW_MS = 6_000;

// All that is added to what the template renders: a request that takes its time, and a source file to change.
const CONTROLLER = 'src/main/java/com/example/service/TrialController.java';
const controller = version => `package com.example.service;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TrialController {

    @GetMapping("/orders/slow")
    String slow() throws InterruptedException {
        Thread.sleep(${SLOW_MS});
        return "whole";
    }

    @GetMapping("/orders/version")
    String version() {
        return "${version}";
    }
}
`;

/** Writes a class that only the checks ask. */
export function addTrialController(repository, version = 1) {
  fs.writeFileSync(path.join(repository, CONTROLLER), controller(version));
}

async function textOf(url) {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  return response.text();
}

/**
 * What must hold of a generated service in containers. Each check needs the ones before it.
 *
 * @param options - what was chosen in the form
 */
export function serviceChecks({ database, javaVersion }) {
  return CHECKS.filter(({ needs }) => !needs || database).map(
    ({ name, run }) => ({
      name,
      run: stack => run(stack, { database, javaVersion }),
    }),
  );
}

const CHECKS = [
  {
    name: 'every service of its compose file is healthy',
    run: async stack => {
      const containers = await stack.containers();
      const services = await stack.services();
      assert.deepEqual(
        containers.map(({ Service }) => Service).sort(),
        services.sort(),
      );
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
    needs: 'database',
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
    needs: 'database',
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
    name: 'it runs on the Java that was chosen',
    run: async (stack, { javaVersion }) => {
      const answer = await stack.inside('service', ['java', '--version']);
      assert.match(answer, new RegExp(`^openjdk ${javaVersion}\\b`));
    },
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
      // Java goes on without a record that it cannot use. Told to insist, it would not start.
      const insist = flag.includes('AOTCache')
        ? '-XX:AOTMode=on'
        : '-Xshare:on';
      await stack.inside('service', [
        ...['java', flag, insist, '-cp', 'application.jar'],
        'com.example.service.HealthProbe',
      ]);
    },
  },
  {
    name: 'compose watch rebuilds and replaces it when a source file changes',
    needs: 'database',
    run: stack =>
      stack.whileWatching(async () => {
        const url = `${stack.urls.service}/orders/version`;
        assert.equal(await textOf(url), '1');
        // Compose does not say when it began to look.
        await sleep(5_000);
        addTrialController(stack.folder, 2);
        await eventually(300, async () => assert.equal(await textOf(url), '2'));
      }),
  },
  {
    name: 'it ends a request in flight before it stops, within the time that ECS gives it',
    run: async stack => {
      const inFlight = textOf(`${stack.urls.service}/orders/slow`);
      await sleep(SLOW_MS / 3);
      const { seconds, exitCode } = await stack.stopOne('service');
      step(`stopped in ${seconds.toFixed(1)} s with exit code ${exitCode}`);
      assert.equal(await inFlight, 'whole');
      assert.ok(seconds < 30);
      // 128 + SIGTERM: it was not killed.
      assert.equal(exitCode, 143);
      assert.match(await stack.logs('service'), /Graceful shutdown complete/);
    },
  },
];
