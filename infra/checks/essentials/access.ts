import { strict as assert } from "node:assert";
import { accounts, regionNames } from "../../estate/inventory";
import { requiredTags } from "../../estate/naming";
import { at, statementsOf } from "../../policies/reading";
import type { Essentials } from "../view";

export const accessEssentials: Essentials = {
  state(stack) {
    stack.count("aws:s3:Bucket", 2);
    stack.has("aws:s3:BucketReplicationConfig", { "rules.0.status": "Enabled" });
    assert.notEqual(stack.one("aws:s3:Bucket", "state").region, stack.one("aws:s3:Bucket", "state-copy").region);
    assert.match(String(stack.output("secretsProvider")), /^awskms:\/\/alias\//);
  },
  organization(stack) {
    stack.names("aws:organizations:Policy", "type", Array<string>(4).fill("SERVICE_CONTROL_POLICY"));
    stack.count("aws:organizations:PolicyAttachment", 4);
    const content = (name: string) => statementsOf(stack.one("aws:organizations:Policy", name).inputs["content"]);
    assert.deepEqual(at(content("regions")[0]?.conditions, "StringNotEquals"), { "aws:RequestedRegion": regionNames });
    assert.ok(content("watchers")[0]?.actions.includes("cloudtrail:StopLogging"));
    assert.ok(content("identities")[0]?.actions.includes("iam:CreateAccessKey"));
    for (const name of ["regions", "watchers", "identities", "instances"]) assert.ok(content(name).every(({ effect }) => effect === "Deny"), `${name} only forbids`);
  },
  sso(stack) {
    stack.names("aws:ssoadmin:PermissionSet", "name", ["read", "operate", "administer", "bill"].map((name) => `spillway-global-${name}`));
    stack.has("aws:ssoadmin:PermissionSet", { sessionDuration: "PT1H" }, "administer");
    const operate = stack.all("aws:ssoadmin:AccountAssignment").filter(({ name }) => name.startsWith("operate-"));
    assert.ok(operate.length > 0 && operate.every(({ inputs }) => inputs["targetId"] !== accounts.production), "nobody operates production by hand without breaking the glass");
    const administer = stack.all("aws:ssoadmin:AccountAssignment").filter(({ name }) => name.startsWith("administer-"));
    assert.ok(administer.every(({ name }) => name.startsWith("administer-break-glass-")));
  },
  "github-oidc"(stack) {
    const subject = (name: string) => Object.entries((statementsOf(stack.one("aws:iam:Role", name).inputs["assumeRolePolicy"])[0]?.conditions["StringEquals"] ?? {}) as Record<string, string>).find(([key]) => key.endsWith(":sub"))?.[1];
    assert.equal(subject("deploy"), `repo:spillway/spillway:environment:${stack.stack}`);
    assert.equal(subject("preview"), "repo:spillway/spillway:pull_request");
    stack.names("aws:iam:RolePolicyAttachment", "policyArn", ["arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"]);
    assert.ok(stack.statements("deploy").flatMap(({ resources }) => resources).every((arn) => /spillway-\*$|aws-service-role/.test(arn)), "changes roles of ours only");
  },
  "audit-bucket"(stack) {
    stack.has("aws:s3:BucketObjectLockConfiguration", { "rule.defaultRetention.mode": "COMPLIANCE", "rule.defaultRetention.days": 365 });
    const writers = statementsOf(stack.one("aws:s3:BucketPolicy").inputs["policy"]).filter(({ actions }) => actions.includes("s3:PutObject"));
    assert.deepEqual(writers.flatMap(({ principals }) => principals).sort(), ["cloudtrail.amazonaws.com", "config.amazonaws.com"]);
  },
  cloudtrail(stack) {
    stack.has("aws:cloudtrail:Trail", { isOrganizationTrail: true, isMultiRegionTrail: true, enableLogFileValidation: true });
    assert.equal(stack.one("aws:cloudtrail:Trail").inputs["name"], "spillway-organization-trail");
    stack.count("aws:cloudwatch:EventTarget", 1);
  },
  guardduty(stack) {
    stack.has("aws:guardduty:Detector", { enable: true });
    stack.has("aws:guardduty:OrganizationConfiguration", { autoEnableOrganizationMembers: "ALL" });
    stack.names("aws:guardduty:OrganizationConfigurationFeature", "name", ["EKS_AUDIT_LOGS", "S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING"]);
  },
  config(stack) {
    stack.has("aws:cfg:RecorderStatus", { isEnabled: true });
    stack.has("aws:cfg:Recorder", { "recordingGroup.allSupported": true });
    assert.ok(stack.all("aws:cfg:Rule").length >= 6);
    assert.match(String(stack.one("aws:cfg:DeliveryChannel").inputs["s3BucketName"]), /222222222222/, "delivered to the account of security");
  },
  keys(stack) {
    stack.names("aws:kms:Key", "enableKeyRotation", Array<string>(4).fill("true"));
    stack.names("aws:kms:Alias", "name", ["data", "cluster", "secrets", "logs"].map((what) => `alias/spillway-${stack.stack}-${what}`));
    const data = statementsOf(stack.one("aws:kms:Key", "data").inputs["policy"]);
    assert.deepEqual(data.flatMap(({ principals }) => principals), [`arn:aws:iam::${accounts[stack.of.account]}:root`], "no service but by a role of ours");
    assert.deepEqual(Object.keys(stack.one("aws:kms:Key", "data").inputs["tags"] as object).sort(), [...requiredTags].sort());
  },
};
