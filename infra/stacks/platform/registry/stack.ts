import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "../../../components/encryptionKey";
import { resourcePolicy } from "../../../components/policy";
import { accounts, homeRegion, organization, regionNames } from "../../../estate/inventory";
import { nameOf, product } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

export const images = ["wallet", "giveaway"] as const;

/** Images are built once and pulled from their own region: a cluster whose neighbour region is away still starts pods. */
export const registry = defineStack({
  layer: "platform",
  project: "registry",
  owner: "platform",
  dataClass: "internal",
  changesWhen: "which images are kept, or for how long, changes",
  targets: once("tooling", homeRegion),
  build(context) {
    const key = new EncryptionKey("images", { alias: nameOf("tooling", "images"), description: "Images", accountId: context.accountId }, context.here);
    for (const image of images) {
      const repository = new ecr.Repository(image, {
        name: `${product}/${image}`,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key.arn }],
      }, { ...context.here, protect: true });
      new ecr.LifecyclePolicy(image, {
        repository: repository.name,
        policy: pulumi.jsonStringify({
          rules: [
            { rulePriority: 1, description: "Images of pull requests", selection: { tagStatus: "tagged", tagPrefixList: ["pr-"], countType: "sinceImagePushed", countUnit: "days", countNumber: 14 }, action: { type: "expire" } },
            { rulePriority: 2, description: "As many releases as anybody goes back", selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 200 }, action: { type: "expire" } },
          ],
        }),
      }, context.here);
      new ecr.RepositoryPolicy(image, {
        repository: repository.name,
        policy: resourcePolicy({
          // A repository's policy has no resource: it is about the repository that it hangs on.
          principal: "*", actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"], resources: [],
          when: { StringEquals: { "aws:PrincipalOrgID": organization.id } },
        }),
      }, context.here);
    }
    new ecr.ReplicationConfiguration("copies", {
      replicationConfiguration: {
        rules: [{
          destinations: regionNames.filter((region) => region !== homeRegion).map((region) => ({ region, registryId: accounts.tooling })),
          repositoryFilters: [{ filter: `${product}/`, filterType: "PREFIX_MATCH" }],
        }],
      },
    }, context.here);
    return {
      hosts: Object.fromEntries(regionNames.map((region) => [region, `${accounts.tooling}.dkr.ecr.${region}.amazonaws.com`])),
      repositories: images.map((image) => `${product}/${image}`),
    };
  },
});
