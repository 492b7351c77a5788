import type { Task } from '../model';

/** A task as `DescribeTasks` answers it. */
export function taskToWire(task: Task, include: string[]): object {
  const { networkInterface: eni } = task;
  const gone = task.lastStatus === 'STOPPED';
  return {
    taskArn: task.arn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.taskDefinitionArn,
    group: task.group,
    startedBy: task.startedBy,
    launchType: task.launchType,
    capacityProviderName: task.capacityProviderName,
    platformVersion: task.platformVersion,
    platformFamily: 'Linux',
    availabilityZone: task.availabilityZone,
    cpu: task.cpu,
    memory: task.memory,
    enableExecuteCommand: task.enableExecuteCommand,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.healthStatus,
    connectivity: 'CONNECTED',
    connectivityAt: task.createdAt,
    createdAt: task.createdAt,
    pullStartedAt: task.pullStartedAt,
    pullStoppedAt: task.pullStoppedAt,
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    stoppedAt: task.stoppedAt,
    executionStoppedAt: task.stoppedAt,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    version: 1,
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    ephemeralStorage: { sizeInGiB: 20 },
    attachments: [
      // ECS names the proxy of Service Connect before the network interface.
      ...serviceConnectOf(task),
      {
        id: eni.attachmentId,
        type: 'ElasticNetworkInterface',
        status: gone ? 'DELETED' : 'ATTACHED',
        details: [
          { name: 'subnetId', value: eni.subnetId },
          { name: 'networkInterfaceId', value: eni.id },
          { name: 'macAddress', value: eni.macAddress },
          { name: 'privateIPv4Address', value: eni.privateIPv4Address },
        ],
      },
    ],
    containers: task.containers.map(container => ({
      containerArn: container.arn,
      taskArn: task.arn,
      name: container.name,
      image: container.image,
      imageDigest: container.imageDigest,
      runtimeId: container.runtimeId,
      lastStatus: container.lastStatus,
      exitCode: container.exitCode,
      reason: container.reason,
      healthStatus: 'UNKNOWN',
      networkBindings: [],
      networkInterfaces: [
        {
          attachmentId: eni.attachmentId,
          privateIpv4Address: eni.privateIPv4Address,
        },
      ],
      cpu: '0',
    })),
    tags: include.includes('TAGS') ? task.tags : [],
  };
}

function serviceConnectOf({ serviceConnectProxy, lastStatus }: Task) {
  return serviceConnectProxy
    ? [
        {
          id: serviceConnectProxy.attachmentId,
          type: 'Service Connect',
          status: lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED',
          details: [
            { name: 'ContainerName', value: serviceConnectProxy.containerName },
          ],
        },
      ]
    : [];
}
