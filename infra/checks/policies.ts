/** Runs the policy pack over what the mocks took down, as `pulumi preview --policy-pack` would over a preview. */
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { Resource, Run } from "../mocks/monitor";
import { policies, type Policy } from "../policies/pack";
import type { Finding } from "./finding";
import { perRun } from "./perRun";

export function policyFindings(runs: readonly Run[]): Finding[] {
  return runs.flatMap(findingsOf);
}

const findingsOf = perRun((run): Finding[] => policies.flatMap((policy) => violationsOf(policy, run.resources).map(({ urn, what }) => ({
  check: policy.name, where: `${run.project}/${run.stack}: ${(urn ?? "").split("::").slice(2).join("::")}`, what,
}))));

export function violationsOf(policy: Policy, resources: readonly Resource[]): { urn?: string; what: string }[] {
  const found: { urn?: string; what: string }[] = [];
  if ("validateStack" in policy) {
    void policy.validateStack({ resources: resources.map(policyResource), ...unused }, (what, urn) => found.push({ what, ...(urn ? { urn } : {}) }));
  } else {
    for (const resource of resources) {
      for (const validate of [policy.validateResource].flat()) {
        void validate?.({ ...policyResource(resource), ...unused } as unknown as ResourceValidationArgs, (what) => found.push({ what, urn: resource.urn }));
      }
    }
  }
  return found;
}

/** What the pack does not ask for. */
const unused = {
  stackTags: new Map<string, string>(),
  getConfig: () => { throw new Error("no policy has configuration"); },
  notApplicable: () => { throw new Error("no policy declines"); },
};

function policyResource(resource: Resource): PolicyResource {
  return {
    type: resource.type, props: { ...resource.inputs }, urn: resource.urn, name: resource.name,
    opts: { protect: resource.protect, ignoreChanges: [], aliases: [], additionalSecretOutputs: [], customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 } },
    ...(resource.region ? { provider: { type: "pulumi:providers:aws", props: { region: resource.region }, urn: "", name: resource.region } } : {}),
    dependencies: [], propertyDependencies: {},
    isType: () => false, asType: () => undefined,
  };
}
