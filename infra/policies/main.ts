import { PolicyPack } from "@pulumi/policy";
import { policies } from "./pack";

new PolicyPack("spillway", { enforcementLevel: "mandatory", policies: [...policies] });
