import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import { xmlResponse, type AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';

/** Answers that describe users, and so name their boundary. */
const DESCRIBING = ['CreateUser', 'GetUser', 'GetAccountAuthorizationDetails'];

/** Permission boundaries of IAM users: moto knows those of roles only. */
export class UserBoundaries implements Handler {
  readonly #byUser = new Map<string, string>();

  private constructor() {}

  static create(): UserBoundaries {
    return new UserBoundaries();
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (request.service !== 'iam') {
      return next();
    }
    const form = request.form ?? new URLSearchParams();
    const user = form.get('UserName') ?? '';
    const boundary = form.get('PermissionsBoundary') ?? '';
    switch (request.action) {
      case 'PutUserPermissionsBoundary':
        this.#byUser.set(user, boundary);
        return emptyAnswer(request.action);
      case 'DeleteUserPermissionsBoundary':
        if (!this.#byUser.delete(user)) {
          throw new AwsError(
            'NoSuchEntity',
            `User ${user} does not have a permissions boundary`,
            404,
          );
        }
        return emptyAnswer(request.action);
      default:
        break;
    }
    const answer = await next();
    if (answer.status === 200 && request.action === 'DeleteUser') {
      this.#byUser.delete(user);
    }
    if (answer.status === 200 && request.action === 'CreateUser' && boundary) {
      this.#byUser.set(user, boundary);
    }
    return DESCRIBING.includes(request.action) ? this.#amend(answer) : answer;
  }

  /** Puts the boundary behind the ARN of each user in an answer. */
  #amend(answer: AwsResponse): AwsResponse {
    let body = answer.body.toString('utf8');
    for (const [user, boundary] of this.#byUser) {
      const arn = new RegExp(
        `(<Arn>arn:aws:iam::\\d+:user/(?:[^<]*/)?${user.replace(
          /[.+]/g,
          '\\$&',
        )}</Arn>)`,
        'g',
      );
      body = body.replace(
        arn,
        `$1<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>${boundary}</PermissionsBoundaryArn></PermissionsBoundary>`,
      );
    }
    return { ...answer, body: Buffer.from(body) };
  }
}

function emptyAnswer(action: string): AwsResponse {
  return xmlResponse(
    `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></${action}Response>`,
  );
}
