import { taggedEcs } from './commonCases';
import { type DriftCase } from './DriftCase';

const ECS = 'AmazonEC2ContainerServiceV20141113';
const ECR = 'AmazonEC2ContainerRegistry_V20150921';
const LOGS = 'Logs_20140328';

/** Hand changes of what a service runs, its images and its logs. */
export const serviceTaskCases: DriftCase[] = [
  {
    name: 'the number of tasks',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.main[0]').cluster,
        service: state('aws_ecs_service.main[0]').name,
        desiredCount: 3,
      }),
    finds: ['aws_ecs_service.main[0] desired_count'],
  },
  {
    name: 'the retention of logs',
    change: (hand, state) =>
      hand.json('logs', `${LOGS}.PutRetentionPolicy`, {
        logGroupName: state('aws_cloudwatch_log_group.main').name,
        retentionInDays: 3,
      }),
    finds: ['aws_cloudwatch_log_group.main retention_in_days'],
  },
  {
    name: 'the task definition, deregistered',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.DeregisterTaskDefinition`, {
        taskDefinition: state('aws_ecs_task_definition.main').arn,
      }),
    finds: ['aws_ecs_task_definition.main'],
  },
  {
    name: 'whether tags of the registry may move',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.PutImageTagMutability`, {
        repositoryName: state('aws_ecr_repository.main').name,
        imageTagMutability: 'MUTABLE',
      }),
    finds: ['aws_ecr_repository.main image_tag_mutability'],
  },
  {
    name: 'the lifecycle of images, deleted',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.DeleteLifecyclePolicy`, {
        repositoryName: state('aws_ecr_repository.main').name,
      }),
    finds: ['aws_ecr_lifecycle_policy.main'],
  },
  taggedEcs('aws_ecs_service.main[0]'),
  taggedEcs('aws_ecs_task_definition.main'),
  {
    name: 'the grace of the health check',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.UpdateService`, {
        cluster: state('aws_ecs_service.main[0]').cluster,
        service: state('aws_ecs_service.main[0]').name,
        healthCheckGracePeriodSeconds: 5,
      }),
    finds: ['aws_ecs_service.main[0] health_check_grace_period_seconds'],
  },
  {
    name: 'the service, deleted',
    change: (hand, state) =>
      hand.json('ecs', `${ECS}.DeleteService`, {
        cluster: state('aws_ecs_service.main[0]').cluster,
        service: state('aws_ecs_service.main[0]').name,
        force: true,
      }),
    finds: ['aws_ecs_service.main[0]'],
  },
  {
    name: 'a tag of the registry',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.TagResource`, {
        resourceArn: state('aws_ecr_repository.main').arn,
        tags: [{ Key: 'by-hand', Value: 'yes' }],
      }),
    finds: ['aws_ecr_repository.main tags.by-hand'],
  },
  {
    name: 'whether images are scanned at their push',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.PutImageScanningConfiguration`, {
        repositoryName: state('aws_ecr_repository.main').name,
        imageScanningConfiguration: { scanOnPush: false },
      }),
    finds: [
      'aws_ecr_repository.main image_scanning_configuration[0].scan_on_push',
    ],
  },
  {
    name: 'how many images are kept',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.PutLifecyclePolicy`, {
        repositoryName: state('aws_ecr_repository.main').name,
        lifecyclePolicyText: state(
          'aws_ecr_lifecycle_policy.main',
        ).policy.replace('100', '3'),
      }),
    finds: ['aws_ecr_lifecycle_policy.main policy'],
  },
  {
    name: 'the registry, deleted, and its lifecycle with it',
    change: (hand, state) =>
      hand.json('ecr', `${ECR}.DeleteRepository`, {
        repositoryName: state('aws_ecr_repository.main').name,
        force: true,
      }),
    finds: ['aws_ecr_repository.main', 'aws_ecr_lifecycle_policy.main'],
  },
  {
    name: 'a tag of the log group',
    change: (hand, state) =>
      hand.json('logs', `${LOGS}.TagResource`, {
        resourceArn: state('aws_cloudwatch_log_group.main').arn,
        tags: { 'by-hand': 'yes' },
      }),
    finds: ['aws_cloudwatch_log_group.main tags.by-hand'],
  },
  {
    name: 'the log group, deleted',
    change: async (hand, state) => {
      const { arn, name } = state('aws_cloudwatch_log_group.main');
      // The emulator would give the tags of a group that is gone to the next one of its name.
      await hand.json('logs', `${LOGS}.UntagResource`, {
        resourceArn: arn,
        tagKeys: ['by-hand'],
      });
      await hand.json('logs', `${LOGS}.DeleteLogGroup`, { logGroupName: name });
    },
    finds: ['aws_cloudwatch_log_group.main'],
  },
];
