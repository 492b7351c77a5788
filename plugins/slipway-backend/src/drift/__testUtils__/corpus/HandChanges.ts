const VERSIONS = {
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  iam: '2010-05-08',
  monitoring: '2010-08-01',
  rds: '2014-10-31',
};

/** Calls of AWS's APIs as a person makes them by hand, past Terraform. */
export class HandChanges {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** A call of a JSON protocol. */
  async json(
    service: 'ecs' | 'ecr' | 'logs' | 'ssm' | 'application-autoscaling',
    target: string,
    body: object,
  ): Promise<void> {
    await this.#send(service, JSON.stringify(body), {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    });
  }

  /** A call of the query protocol. */
  async query(
    service: keyof typeof VERSIONS,
    action: string,
    parameters: Record<string, string>,
  ): Promise<void> {
    const body = new URLSearchParams({
      ...parameters,
      Action: action,
      Version: VERSIONS[service],
    });
    await this.#send(service, body.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  }

  async #send(
    service: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<void> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCALOPERATOR000/20261123/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body,
    });
    if (response.status !== 200) {
      const call = headers['x-amz-target'] ?? body;
      throw new Error(`${call} failed: ${await response.text()}`);
    }
  }
}
