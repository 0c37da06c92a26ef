/** Every micro-stack, in an order in which they can be deployed. */
import type { AnyStack } from "./stack";
import { keys } from "../stacks/access/keys/stack";
import { vpc } from "../stacks/network/vpc/stack";

export const estate: readonly AnyStack[] = [keys, vpc];
