import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policy, trustFederated } from "../../../components/policy";
import { organization } from "../../../estate/inventory";
import { nameOf, product } from "../../../estate/naming";
import { defineStack, deployRole, eachAccount } from "../../../estate/stack";

const issuer = "token.actions.githubusercontent.com";

/** CI has no key: GitHub vouches for the workflow, and AWS gives it an hour. */
export const githubOidc = defineStack({
  layer: "access",
  project: "github-oidc",
  owner: "security",
  dataClass: "none",
  changesWhen: "what CI may do changes",
  targets: eachAccount(),
  build(context) {
    const { account } = context.target;
    const provider = new iam.OpenIdConnectProvider("github", { url: `https://${issuer}`, clientIdLists: ["sts.amazonaws.com"] }, context.here);
    const vouched = (subject: string) =>
      trustFederated(provider.arn, { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: `repo:${organization.repository}:${subject}` } });

    // A GitHub environment stands for the account; its protection rules say whose approval a deployment needs.
    const deploy = new iam.Role("deploy", { name: deployRole, maxSessionDuration: 3600, assumeRolePolicy: vouched(`environment:${account}`) }, context.here);
    new iam.RolePolicyAttachment("deploy", { role: deploy.name, policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" }, context.here);
    const ours = ["role", "policy", "instance-profile"].map((kind) => `arn:aws:iam::${context.accountId}:${kind}/${product}-*`);
    new iam.RolePolicy("deploy", {
      role: deploy.name,
      policy: policy(
        {
          actions: [
            "iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:UpdateRole", "iam:UpdateAssumeRolePolicy", "iam:PassRole", "iam:TagRole", "iam:UntagRole",
            "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:ListRolePolicies",
            "iam:ListAttachedRolePolicies", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:AddRoleToInstanceProfile", "iam:GetInstanceProfile",
            "iam:CreatePolicy", "iam:DeletePolicy", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:ListPolicyVersions",
          ],
          resources: ours,
        },
        { actions: ["iam:CreateServiceLinkedRole"], resources: [`arn:aws:iam::${context.accountId}:role/aws-service-role/*`] },
      ),
    }, context.here);

    // A pull request may look, for a preview; what it could change is nothing.
    const preview = new iam.Role("preview", { name: nameOf("preview"), maxSessionDuration: 3600, assumeRolePolicy: vouched("pull_request") }, context.here);
    new iam.RolePolicyAttachment("preview", { role: preview.name, policyArn: "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" }, context.here);
    return { deployRoleArn: deploy.arn, previewRoleArn: preview.arn, providerArn: pulumi.output(provider.arn) };
  },
});
