/** The CrossGuard pack: what no stack may do, whoever wrote it. `policies/cases.ts` holds a failing and a passing case of each. */
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { accessPolicies } from "./access";
import { continuityPolicies } from "./continuity";
import { encryptionPolicies } from "./encryption";
import { placementPolicies } from "./placement";

export type Policy = ResourceValidationPolicy | StackValidationPolicy;

export const policies: readonly Policy[] = [...encryptionPolicies, ...accessPolicies, ...continuityPolicies, ...placementPolicies];
