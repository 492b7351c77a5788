import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ConfigReader } from '@backstage/config';
import { LocalAws } from '@slipway/local-aws';
import { type Stack } from '@slipway/plugin-slipway-common';
import { EnvironmentCredentials } from '../credentials';
import { type Environment } from '../environments';
import { stateLayout, StateStore } from '../state';
import { type RunOptions } from '../terraform';
import { localEnvironment } from './localEnvironment';

// An ECS cluster takes the provider ten seconds: long enough to be interrupted.
const MAIN = `
terraform {
  backend "s3" {}
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
variable "environment" { type = string }
variable "region" { type = string }
variable "prefix" { type = string }
variable "account_id" { type = string }
variable "stack" { type = string }
variable "secret" {
  type      = string
  default   = "first-secret"
  sensitive = true
}
variable "kind" {
  type    = string
  default = "SecureString"
}
variable "cluster" {
  type    = bool
  default = false
}
provider "aws" {
  region = var.region
}
resource "aws_ssm_parameter" "this" {
  name  = "/\${var.prefix}/\${var.stack}"
  type  = var.kind
  value = var.secret
}
resource "aws_ecs_cluster" "this" {
  count = var.cluster ? 1 : 0
  name  = var.prefix
}
output "name" {
  value = aws_ssm_parameter.this.name
}
output "secret" {
  value     = var.secret
  sensitive = true
}
`;

/** Local AWS with an environment, and a root module to run there. */
export class RunnerStack {
  readonly environment: Environment;
  readonly credentials: EnvironmentCredentials;
  readonly store: StateStore;
  /** Folder of the root module: a parameter that holds the variable `secret`, and a cluster where `cluster` is true. */
  readonly source: string;
  readonly #aws: LocalAws;
  readonly #s3: S3Client;

  static async start(): Promise<RunnerStack> {
    const aws = LocalAws.create({ port: 0 });
    await aws.start();
    const source = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    await writeFile(join(source, 'main.tf'), MAIN);
    return new RunnerStack(aws, source);
  }

  private constructor(aws: LocalAws, source: string) {
    this.#aws = aws;
    this.source = source;
    this.environment = localEnvironment(aws.url);
    this.credentials = EnvironmentCredentials.fromConfig(new ConfigReader({}), {
      environment: this.environment,
    });
    const clientOptions = this.credentials.clientOptions('operator');
    this.store = StateStore.create({
      environment: this.environment,
      clientOptions,
    });
    this.#s3 = new S3Client(clientOptions);
  }

  /** What runs the root as a stack of a service. */
  options(name: string, more: Partial<RunOptions> = {}): RunOptions {
    return {
      environment: this.environment,
      stack: { kind: 'service', name },
      credentials: this.credentials.provider('operator'),
      source: this.source,
      ...more,
    };
  }

  async createBucket(): Promise<void> {
    await this.#s3.send(
      new CreateBucketCommand({
        Bucket: stateLayout(this.environment, { kind: 'platform' }).bucket,
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
  }

  /** Puts something onto the key of a stack's state, or of its lock. */
  async put(stack: Stack, object: 'state' | 'lock', body: string) {
    const { bucket, key, lockKey } = stateLayout(this.environment, stack);
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: object === 'lock' ? lockKey : key,
        Body: body,
      }),
    );
  }

  async stop(): Promise<void> {
    this.#s3.destroy();
    await this.#aws.stop();
    await rm(this.source, { recursive: true });
  }
}
