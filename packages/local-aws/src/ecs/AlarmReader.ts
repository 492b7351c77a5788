import { z } from 'zod';
import { xmlList, type InternalClient } from '../client/InternalClient';

const answerSchema = z.object({
  DescribeAlarmsResponse: z.object({
    DescribeAlarmsResult: z.object({
      MetricAlarms: z
        .union([z.literal(''), z.object({ member: z.unknown() })])
        .optional(),
    }),
  }),
});
const alarmSchema = z.object({ AlarmName: z.string() });

/** Asks CloudWatch (moto) which alarms are in alarm. */
export class AlarmReader {
  readonly #client: InternalClient;

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  static create(options: { client: InternalClient }): AlarmReader {
    return new AlarmReader(options.client);
  }

  /** Those of the names that are in alarm. */
  async inAlarm(region: string, names: string[]): Promise<string[]> {
    const answer = await this.#client.query(
      { service: 'monitoring', region, action: 'DescribeAlarms' },
      { StateValue: 'ALARM' },
    );
    const { MetricAlarms: alarms } =
      answerSchema.parse(answer).DescribeAlarmsResponse.DescribeAlarmsResult;
    return xmlList(alarms ? alarms.member : undefined)
      .map(alarm => alarmSchema.parse(alarm).AlarmName)
      .filter(name => names.includes(name));
  }
}
