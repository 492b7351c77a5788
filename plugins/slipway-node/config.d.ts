export interface Config {
  /** Slipway: environments on AWS and how Terraform is run. */
  slipway?: {
    /** How Terraform (or OpenTofu) is run. */
    terraform?: {
      /** Name or path of the binary. Without it `terraform`, then `tofu`, is looked for on the PATH. */
      binary?: string;
      /** Folder of the shipped root modules; relative to the folder that the backend is started in. */
      roots?: string;
      /** Folder where downloaded providers are kept. Used when no provider mirror is found. */
      pluginCache?: string;
      /** Folder laid out as a Terraform filesystem mirror of providers. */
      mirror?: string;
    };
    /** AWS accounts and regions that services are deployed to, by name. */
    environments?: {
      [name: string]: {
        /** The AWS account, twelve digits in quotes. */
        accountId: string;
        /** The AWS region, for example `eu-central-1`. */
        region: string;
        /** What the names of all AWS resources start with; `slipway` without it. */
        prefix?: string;
        /** Address of an AWS emulator. Leave it out for AWS itself. */
        endpoint?: string;
        /** Where the metrics of the services are. */
        prometheus?: {
          /** Base address of the Prometheus server; https where credentials are sent to it. */
          url: string;
          /** Seconds that an answer may take; 5 without it. */
          timeoutSeconds?: number;
          /** Signs in with a name and a password. */
          basicAuth?: {
            username: string;
            /** @visibility secret */
            password: string;
          };
          /**
           * Signs in with a token, instead of `basicAuth`.
           * @visibility secret
           */
          bearerToken?: string;
          /** Page of the file that says what Prometheus scrapes, https: the doctor links to what is to be mended there. */
          scrapeConfigUrl?: string;
        };
        /**
         * The operator's access key. Without it the portal's own AWS identity for the account is used
         * (`aws.accounts` of the AWS integration).
         */
        operator?: {
          /** @visibility secret */
          accessKeyId: string;
          /** @visibility secret */
          secretAccessKey: string;
        };
        /** Full drift checks. */
        drift?: {
          /** Minutes between two scheduled checks of a stack; 60 without it. */
          intervalMinutes?: number;
          /** Drift that is not to be reported. A stack may have rules of its own in `slipway.ignore.yaml` beside its code. */
          ignore?: {
            /** Terraform's address, for example `aws_ecs_service.main[0]`; `*` stands for any text. */
            address: string;
            /** Attribute path, for example `tags.*`. Without it the rule holds for everything about the resource. */
            attribute?: string;
            /** Why; shown beside what is ignored. */
            reason: string;
            author?: string;
            /** The last day that the rule counts, in quotes, for example `'2027-01-31'`. */
            expires?: string;
          }[];
        };
        /** What is asked of the images that run here: the policy of releases and of the scans facet. */
        scans?: {
          /** Severities that block, as ECR names them; `CRITICAL` and `HIGH` without it. */
          blockingSeverities?: Array<
            | 'CRITICAL'
            | 'HIGH'
            | 'MEDIUM'
            | 'LOW'
            | 'INFORMATIONAL'
            | 'UNDEFINED'
            | 'UNTRIAGED'
          >;
          /** Days after which a scan no longer vouches for an image; 30 without it. */
          maximumScanAgeDays?: number;
          /** Hosts of registries that are private too. The environment's own registry always is. */
          allowedRegistries?: string[];
          /** Vulnerabilities that do not block. */
          acceptedVulnerabilities?: Array<{
            /** For example `CVE-2026-1234`. */
            id: string;
            reason: string;
            /** Who accepted it. */
            author: string;
            /** The last day on which it is accepted, in quotes: `'2027-03-31'`. */
            expires: string;
          }>;
        };
      };
    };
  };
}
