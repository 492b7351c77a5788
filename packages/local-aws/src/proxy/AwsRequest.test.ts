import { parseAwsRequest } from './AwsRequest';

function authorization(service: string) {
  return `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
}

describe('parseAwsRequest', () => {
  it('reads a JSON protocol call', () => {
    expect(
      parseAwsRequest({
        method: 'POST',
        url: '/',
        headers: {
          authorization: authorization('ecs'),
          'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices',
        },
        body: Buffer.from('{"services":["orders"]}'),
      }),
    ).toMatchObject({
      service: 'ecs',
      action: 'DescribeServices',
      protocol: 'json',
      region: 'eu-central-1',
      accessKeyId: 'AKIAEXAMPLE',
      json: { services: ['orders'] },
    });
  });

  it.each([
    ['ec2', 'ec2'],
    ['iam', 'query'],
  ])('reads a query protocol call of %s', (service, protocol) => {
    const request = parseAwsRequest({
      method: 'POST',
      url: '/',
      headers: {
        authorization: authorization(service),
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body: Buffer.from('Action=DescribeThing&Name=a%20b'),
    });
    expect(request).toMatchObject({
      service,
      action: 'DescribeThing',
      protocol,
    });
    expect(request.form?.get('Name')).toBe('a b');
  });

  it('reads the caller of a presigned URL from the query', () => {
    expect(
      parseAwsRequest({
        method: 'GET',
        url: '/bucket/key?X-Amz-Credential=AKIAEXAMPLE%2F20260101%2Feu-west-1%2Fs3%2Faws4_request',
        headers: {},
        body: Buffer.alloc(0),
      }),
    ).toMatchObject({
      service: 's3',
      action: 'GetObject',
      protocol: 's3',
      region: 'eu-west-1',
      accessKeyId: 'AKIAEXAMPLE',
    });
  });

  it('takes an unsigned call for an anonymous S3 one', () => {
    expect(
      parseAwsRequest({
        method: 'GET',
        url: '/',
        headers: {},
        body: Buffer.alloc(0),
      }),
    ).not.toHaveProperty('accessKeyId');
  });
});
