/** A token bucket: how many calls at once, and how many in each second after that. */
export interface Bucket {
  burst: number;
  /** Calls in a second. */
  sustained: number;
}

/** Names of the buckets that share their tokens among several actions. */
export type BucketName = keyof typeof ecsBuckets;

/**
 * What ECS allows an account in a region, whoever calls: the portal, the console, deploy tools. Figures of AWS's table, whose
 * categories are named alike: cluster read, cluster resource read, service read, service deployment, service revision and task
 * definition read actions (bucket maximum capacity, bucket refill rate).
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
export const ecsBuckets = {
  clusterRead: { burst: 50, sustained: 20 },
  clusterResourceRead: { burst: 100, sustained: 20 },
  serviceRead: { burst: 100, sustained: 20 },
  serviceDeploymentRead: { burst: 50, sustained: 20 },
  serviceRevisionRead: { burst: 50, sustained: 20 },
  taskDefinitionRead: { burst: 50, sustained: 20 },
} as const satisfies Record<string, Bucket>;

const BUCKET_OF: Readonly<Record<string, BucketName | undefined>> = {
  'ecs:DescribeClusters': 'clusterRead',
  'ecs:DescribeTasks': 'clusterResourceRead',
  'ecs:ListTasks': 'clusterResourceRead',
  'ecs:DescribeServices': 'serviceRead',
  'ecs:ListServices': 'serviceRead',
  'ecs:DescribeServiceDeployments': 'serviceDeploymentRead',
  'ecs:ListServiceDeployments': 'serviceDeploymentRead',
  'ecs:DescribeServiceRevisions': 'serviceRevisionRead',
  'ecs:DescribeTaskDefinition': 'taskDefinitionRead',
};

/** The bucket that a call takes its token from; none for what ECS does not publish a limit of. */
export function bucketOf(action: string): BucketName | undefined {
  return BUCKET_OF[action];
}
