import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBInstancesCommand,
  DescribeDBMajorEngineVersionsCommand,
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
    ).rejects.toThrow('Cannot find version 9.6 for postgres');
  });

  it('refuses a minor version that RDS no longer offers', async () => {
    await expect(
      create('older', {
        EngineVersion: '17.2',
        MasterUserPassword: 'x-secret',
      }),
    ).rejects.toThrow('Cannot find version 17.2 for postgres');
  });

  it('says which minor version runs, and whether support is to be extended', async () => {
    const instance = await create('described', {
      MasterUserPassword: 'x-secret',
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    });
    expect(instance).toMatchObject({
      EngineVersion: expect.stringMatching(/^17\.\d+$/),
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    });
  });

  it('tells two instances apart by the identifier that AWS gave them', async () => {
    const [first, second] = await Promise.all(
      ['first', 'second'].map(id =>
        create(id, { MasterUserPassword: 'x-secret' }),
      ),
    );
    expect(first.DbiResourceId).not.toBe(second.DbiResourceId);
    const { DBInstances = [] } = await rds.send(
      new DescribeDBInstancesCommand({
        Filters: [
          { Name: 'dbi-resource-id', Values: [second.DbiResourceId ?? ''] },
        ],
      }),
    );
    expect(
      DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
    ).toEqual(['second']);
  });

  it('lists the versions of PostgreSQL, and how long they are supported', async () => {
    const { DBEngineVersions = [] } = await rds.send(
      new DescribeDBEngineVersionsCommand({
        Engine: 'postgres',
        EngineVersion: '18',
        DefaultOnly: true,
      }),
    );
    expect(DBEngineVersions).toEqual([
      expect.objectContaining({
        EngineVersion: '18.6',
        MajorEngineVersion: '18',
        Status: 'available',
      }),
    ]);
    const { DBMajorEngineVersions = [] } = await rds.send(
      new DescribeDBMajorEngineVersionsCommand({ Engine: 'postgres' }),
    );
    expect(
      DBMajorEngineVersions.map(({ MajorEngineVersion }) => MajorEngineVersion),
    ).toEqual(['14', '15', '16', '17', '18']);
    expect(DBMajorEngineVersions[3].SupportedEngineLifecycles).toEqual([
      {
        LifecycleSupportName: 'open-source-rds-standard-support',
        LifecycleSupportStartDate: new Date('2024-11-14T00:00:00Z'),
        LifecycleSupportEndDate: new Date('2030-02-28T23:59:59.999Z'),
      },
      {
        LifecycleSupportName: 'open-source-rds-extended-support',
        LifecycleSupportStartDate: new Date('2030-03-01T00:00:00Z'),
        LifecycleSupportEndDate: new Date('2033-02-28T23:59:59.999Z'),
      },
    ]);
  });
});
