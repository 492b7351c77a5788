import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  type CreateDBInstanceCommandInput,
} from '@aws-sdk/client-rds';
import {
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Client } from 'pg';
import { LocalAws } from '../LocalAws';

jest.setTimeout(120_000);

describe('RDS that runs', () => {
  const localAws = LocalAws.create({ port: 0 });
  const settings = () => ({
    endpoint: localAws.url,
    region: 'eu-central-1',
    credentials: {
      accessKeyId: 'AKIALOCALOPERATOR000',
      secretAccessKey: 'local-operator-secret',
    },
  });
  let rds: RDSClient;

  beforeAll(async () => {
    await localAws.start();
    rds = new RDSClient(settings());
  });
  afterAll(() => localAws.stop());

  async function create(
    id: string,
    input: Partial<CreateDBInstanceCommandInput>,
  ) {
    const { DBInstance } = await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: id,
        DBInstanceClass: 'db.t4g.micro',
        Engine: 'postgres',
        EngineVersion: '17',
        AllocatedStorage: 20,
        MasterUsername: 'shop',
        DBName: 'orders',
        ...input,
      }),
    );
    expect(DBInstance?.DBInstanceStatus).toBe('creating');
    for (;;) {
      const { DBInstances } = await rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }),
      );
      const [instance] = DBInstances ?? [];
      if (instance.DBInstanceStatus !== 'creating') {
        return instance;
      }
      await sleep(200);
    }
  }

  async function query(
    port: number | undefined,
    password: string,
    text: string,
  ) {
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: 'shop',
      password,
      database: 'orders',
    });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('answers SQL with the user and password that the caller gave, and ends with the instance', async () => {
    const instance = await create('given', {
      MasterUserPassword: 'first-secret',
    });
    expect(instance).toMatchObject({
      DBInstanceStatus: 'available',
      Endpoint: { Address: '127.0.0.1', Port: expect.any(Number) },
    });
    const port = instance.Endpoint?.Port;
    const [{ server_version: version }] = await query(
      port,
      'first-secret',
      'SHOW server_version',
    );
    expect(version).toMatch(/^17\./);
    await query(port, 'first-secret', 'CREATE TABLE orders (id int)');

    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: 'given',
        MasterUserPassword: 'second-secret',
      }),
    );
    await expect(query(port, 'first-secret', 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    await expect(
      query(port, 'second-secret', 'SELECT count(*) FROM orders'),
    ).resolves.toEqual([{ count: '0' }]);

    await rds.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: 'given',
        SkipFinalSnapshot: true,
      }),
    );
    await expect(query(port, 'second-secret', 'SELECT 1')).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  it('takes the password that RDS manages', async () => {
    const instance = await create('managed', {
      ManageMasterUserPassword: true,
    });
    const { SecretString } = await new SecretsManagerClient(settings()).send(
      new GetSecretValueCommand({
        SecretId: instance.MasterUserSecret?.SecretArn,
      }),
    );
    const { username, password } = JSON.parse(SecretString ?? '{}');
    expect(username).toBe('shop');
    await expect(
      query(instance.Endpoint?.Port, password, 'SELECT current_user'),
    ).resolves.toEqual([{ current_user: 'shop' }]);
  });

  it('refuses a major version that it cannot run', async () => {
    await expect(
      create('old', { EngineVersion: '9.6', MasterUserPassword: 'x-secret' }),
    ).rejects.toThrow('Cannot find version 9 for postgres');
  });
});
