// Types are tsc's business; what is left are the habits that types do not see.
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "plan/"] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-extraneous-class": "off",
      // Trips over generic methods in this version.
      "@typescript-eslint/unified-signatures": "off",
      "eqeqeq": "error",
      "max-lines": ["error", 320],
      "no-console": "off",
    },
  },
);
