import { type FailureRule } from './FailureRule';

/** Why a container that was started did not last. */
export const runRules: readonly FailureRule[] = [
  {
    name: 'target-group-missing',
    text: /TARGET GROUP IS NOT FOUND/i,
    explanation: 'The target group of the service does not exist',
    fix: 'Reconcile the service, which creates its target group again and replaces the service where it must',
  },
  {
    name: 'load-balancer-check',
    text: /failed ELB health checks|is (?:unhealthy|not healthy) in \(?(?:target-group|elb)/i,
    explanation: 'The health check of the load balancer failed',
    fix: 'Check path, port and expected code of the health check, that the security groups let it in, and that the grace period is longer than the start',
  },
  {
    name: 'container-check',
    text: /failed container health checks/i,
    explanation: 'The health check of the container failed',
    fix: 'Run the command of the health check in the image, and give the container time to start (startPeriod)',
  },
  {
    name: 'out-of-memory',
    text: /OutOfMemory|OOM-killed/i,
    explanation: 'The container used more memory than it may',
    fix: 'Choose a greater size, or lower what the program takes (for a JVM: -XX:MaxRAMPercentage)',
  },
  {
    name: 'command-missing',
    text: /CannotStartContainer.*(?:executable file not found|no such file or directory|ENOENT)/is,
    explanation: 'The image does not contain the command that should run',
    fix: 'Correct the command or entry point of the image or the task definition',
  },
  {
    name: 'exit-0',
    exitCode: 0,
    explanation: 'The program ended by itself without an error (exit code 0)',
    fix: 'A service must keep running: check that its command does not return and runs in the foreground',
  },
  {
    name: 'exit-1',
    exitCode: 1,
    explanation: 'The program ended with an error (exit code 1)',
    fix: 'Read the last lines of its log: often a missing setting, a database that cannot be reached, or “exec format error” (an image for another CPU)',
  },
  {
    name: 'exit-137',
    exitCode: 137,
    explanation:
      'The program was killed (exit code 137, SIGKILL), most often for want of memory',
    fix: 'Choose a greater size; if it was told to stop, let it end within the stop timeout',
  },
  {
    name: 'exit-139',
    exitCode: 139,
    explanation: 'The program crashed (exit code 139, segmentation fault)',
    fix: 'Check native libraries and that the image was built for the CPU architecture of the task',
  },
  {
    name: 'exit-143',
    exitCode: 143,
    explanation: 'The program was told to stop (exit code 143, SIGTERM)',
    fix: 'Look for who stopped it: a deployment, a health check, scaling, or the program itself',
  },
];
