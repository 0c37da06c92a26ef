/** Every micro-stack, in an order in which they can be deployed. */
import type { AnyStack } from "./stack";
import { state } from "../stacks/access/state/stack";
import { organization } from "../stacks/access/organization/stack";
import { sso } from "../stacks/access/sso/stack";
import { githubOidc } from "../stacks/access/github-oidc/stack";
import { auditBucket } from "../stacks/access/audit-bucket/stack";
import { trail } from "../stacks/access/cloudtrail/stack";
import { watch } from "../stacks/access/guardduty/stack";
import { config } from "../stacks/access/config/stack";
import { keys } from "../stacks/access/keys/stack";
import { vpc } from "../stacks/network/vpc/stack";
import { endpoints } from "../stacks/network/endpoints/stack";
import { peering } from "../stacks/network/peering/stack";
import { dns } from "../stacks/network/dns/stack";
import { eks } from "../stacks/cluster/eks/stack";
import { karpenter } from "../stacks/cluster/karpenter/stack";
import { addons } from "../stacks/cluster/addons/stack";
import { observability } from "../stacks/platform/observability/stack";
import { registry } from "../stacks/platform/registry/stack";
import { binaries } from "../stacks/platform/binaries/stack";
import { identities } from "../stacks/platform/identities/stack";
import { argocd } from "../stacks/platform/argocd/stack";
import { backupVault } from "../stacks/platform/backup-vault/stack";
import { backupPlan } from "../stacks/platform/backup-plan/stack";
import { aurora } from "../stacks/data/aurora/stack";
import { auroraStandby } from "../stacks/data/aurora-standby/stack";
import { kafka } from "../stacks/data/kafka/stack";
import { valkey } from "../stacks/data/valkey/stack";
import { valkeyStandby } from "../stacks/data/valkey-standby/stack";
import { cockroach } from "../stacks/data/cockroach/stack";
import { hydra } from "../stacks/data/hydra/stack";
import { devices } from "../stacks/data/devices/stack";
import { ledgerExportsCopy } from "../stacks/data/ledger-exports-copy/stack";
import { ledgerExports } from "../stacks/data/ledger-exports/stack";
import { mirror } from "../stacks/data/mirror/stack";
import { lake } from "../stacks/data/lake/stack";
import { wallet } from "../stacks/app/wallet/stack";
import { giveaway } from "../stacks/app/giveaway/stack";
import { tunnel } from "../stacks/app/tunnel/stack";
import { secondDoor } from "../stacks/app/second-door/stack";
import { failover } from "../stacks/app/failover/stack";
import { previews } from "../stacks/app/previews/stack";
import { preview } from "../stacks/app/preview/stack";
import { alerts } from "../stacks/finops/alerts/stack";
import { cur } from "../stacks/finops/cur/stack";
import { cost } from "../stacks/finops/athena/stack";
import { dashboards } from "../stacks/finops/quicksight/stack";
import { budgets } from "../stacks/finops/budgets/stack";
import { anomaly } from "../stacks/finops/anomaly/stack";
import { costTags } from "../stacks/finops/cost-tags/stack";
import { tagPolicy } from "../stacks/finops/tag-policy/stack";
import { commitments } from "../stacks/finops/commitments/stack";

export const estate: readonly AnyStack[] = [
  state, organization, sso, githubOidc, auditBucket, trail, watch, config, keys,
  vpc, endpoints, peering, dns,
  eks, karpenter, addons,
  observability, registry, binaries, identities, argocd, backupVault, backupPlan,
  aurora, auroraStandby, kafka, valkey, valkeyStandby, cockroach, hydra, devices, ledgerExportsCopy, ledgerExports, mirror, lake,
  wallet, giveaway, tunnel, secondDoor, failover, previews, preview,
  alerts, cur, cost, dashboards, budgets, anomaly, costTags, tagPolicy, commitments,
];
