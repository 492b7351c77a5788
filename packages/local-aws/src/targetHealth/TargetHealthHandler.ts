import type { TargetHealth } from '../ecs/model';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';

/** A task as a target of a load balancer. */
export interface Target {
  address: string;
  port: number;
  availabilityZone: string;
  health: TargetHealth;
}

export interface TargetHealthHandlerOptions {
  /** The tasks that are registered with a target group. */
  targetsOf(targetGroupArn: string): Target[];
}

function element(name: string, text: string | number | undefined): string {
  return text === undefined ? '' : `<${name}>${text}</${name}>`;
}

function targetXml({ address, port, availabilityZone, health }: Target) {
  return [
    '<member>',
    element('HealthCheckPort', port),
    '<Target>',
    element('Id', address),
    element('Port', port),
    element('AvailabilityZone', availabilityZone),
    '</Target><TargetHealth>',
    element('State', health.state),
    element('Reason', health.reason),
    element('Description', health.description),
    '</TargetHealth></member>',
  ].join('');
}

/** Puts the tasks of ECS services into `DescribeTargetHealth`; moto knows only targets that were registered by hand. */
export class TargetHealthHandler implements Handler {
  readonly #options: TargetHealthHandlerOptions;

  private constructor(options: TargetHealthHandlerOptions) {
    this.#options = options;
  }

  static create(options: TargetHealthHandlerOptions): TargetHealthHandler {
    return new TargetHealthHandler(options);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const answer = await next();
    if (
      request.service !== 'elasticloadbalancing' ||
      request.action !== 'DescribeTargetHealth' ||
      answer.status !== 200
    ) {
      return answer;
    }
    const wanted = request.form?.get('Targets.member.1.Id');
    const members = this.#options
      .targetsOf(request.form?.get('TargetGroupArn') ?? '')
      .filter(({ address }) => !wanted || address === wanted)
      .map(targetXml)
      .join('');
    const body = answer.body
      .toString('utf8')
      .replace(
        /<TargetHealthDescriptions\s*\/>/,
        '<TargetHealthDescriptions></TargetHealthDescriptions>',
      )
      .replace(
        '</TargetHealthDescriptions>',
        `${members}</TargetHealthDescriptions>`,
      );
    return { ...answer, body: Buffer.from(body) };
  }
}
