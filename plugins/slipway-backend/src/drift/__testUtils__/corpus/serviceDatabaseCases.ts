import { revokedRule, taggedByHand, taggedDatabase } from './commonCases';
import { type DriftCase } from './DriftCase';

/** Hand changes of the database of a service. */
export const serviceDatabaseCases: DriftCase[] = [
  taggedByHand('aws_security_group.database[0]'),
  revokedRule('aws_vpc_security_group_ingress_rule.database[0]', 'Ingress'),
  {
    name: 'days that backups of the database are kept',
    change: (hand, state) =>
      hand.query('rds', 'ModifyDBInstance', {
        DBInstanceIdentifier: state('aws_db_instance.main[0]').identifier,
        BackupRetentionPeriod: '1',
        ApplyImmediately: 'true',
      }),
    finds: ['aws_db_instance.main[0] backup_retention_period'],
  },
  taggedDatabase('aws_db_subnet_group.main[0]'),
  taggedDatabase('aws_db_instance.main[0]'),
  {
    name: 'a standby of the database',
    change: (hand, state) =>
      hand.query('rds', 'ModifyDBInstance', {
        DBInstanceIdentifier: state('aws_db_instance.main[0]').identifier,
        MultiAZ: 'true',
        ApplyImmediately: 'true',
      }),
    finds: ['aws_db_instance.main[0] multi_az'],
  },
];
