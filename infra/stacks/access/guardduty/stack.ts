import * as guardduty from "@pulumi/aws/guardduty";
import { defineStack, eachRegion } from "../../../estate/stack";

/** For every account of the organization, from the account of security, in each region. */
export const watch = defineStack({
  layer: "access",
  project: "guardduty",
  owner: "security",
  dataClass: "none",
  changesWhen: "what is watched for intruders changes",
  targets: eachRegion("security"),
  build(context) {
    const detector = new guardduty.Detector("detector", { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" }, context.here);
    new guardduty.OrganizationConfiguration("organization", { detectorId: detector.id, autoEnableOrganizationMembers: "ALL" }, context.here);
    for (const feature of ["EKS_AUDIT_LOGS", "S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING"]) {
      new guardduty.OrganizationConfigurationFeature(feature.toLowerCase(), {
        detectorId: detector.id,
        name: feature,
        autoEnable: "ALL",
        additionalConfigurations: feature === "RUNTIME_MONITORING" ? [{ name: "EKS_ADDON_MANAGEMENT", autoEnable: "ALL" }] : [],
      }, context.here);
    }
    return { detectorId: detector.id };
  },
});
