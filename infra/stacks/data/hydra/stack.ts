import { HydraDatabase } from "../../../components/hydraDatabase";
import { standbyOf } from "../../../estate/inventory";
import { secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { aurora } from "../aurora/stack";
import { cockroach } from "../cockroach/stack";

export const hydra = defineStack({
  layer: "data",
  project: "hydra",
  owner: "platform",
  dataClass: "personal",
  changesWhen: "where sign-ins are kept changes",
  // The standby's secret is this one's copy: a token of one region is good in the other.
  targets: eachEnvironment(({ hydra: engine, standbyOf: other }) => engine !== undefined && other === undefined),
  build(context) {
    const { of, environment } = context.target;
    const engine = of.hydra ?? "aurora";
    const key = context.read(keys, of.name);
    const standby = standbyOf(of.name);
    const database = new HydraDatabase("hydra", {
      secretName: (what) => secretName(environment, "hydra", what),
      engine,
      host: engine === "cockroachdb" ? context.read(cockroach, of.name).host : context.read(aurora, of.name).writerEndpoint,
      keyArn: key.secretsKeyArn,
      replica: standby ? { region: standby.region, keyArn: context.read(keys, standby.name).secretsKeyArn } : undefined,
    }, context.here);
    return { secrets: { "hydra-database": database.database, "hydra-system": database.system } };
  },
});
