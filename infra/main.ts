/** The program of every project: Pulumi says which project and stack it is about. */
import * as pulumi from "@pulumi/pulumi";
import { estate } from "./estate/registry";

const project = pulumi.getProject();
const definition = estate.find((candidate) => candidate.project === project);
if (!definition) throw new Error(`no micro-stack is named ${project}`);
export = definition.deploy(pulumi.getStack());
