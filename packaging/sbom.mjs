// Writes the bill of materials (CycloneDX 1.6) and the list of licences from the lock files, the same bytes for the same locks; --check compares instead of writing.
// Arguments: root of the project, the bill, the list.
import { readFileSync, writeFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { homedir } from "node:os";
import { createRequire } from "node:module";

const [root, billPath, listPath] = process.argv.slice(2).filter(a => a !== "--check");
const isCheck = process.argv.includes("--check");
const cdx = createRequire(join(process.env.SCREENING_SBOM_MODULES, "x.js"))("@cyclonedx/cyclonedx-library");
const packages = process.env.NUGET_PACKAGES ?? join(homedir(), ".nuget", "packages");
const read = path => readFileSync(path, "utf8");
const json = path => JSON.parse(read(path));
const hex = base64 => Buffer.from(base64, "base64").toString("hex");
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// Analyzers look at the code as it is built and are in nothing that runs.
const builders = new Set(["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers"]);

function nuget() {
  const found = new Map();
  for (const folder of readdirSync(join(root, "src"), { withFileTypes: true }).filter(f => f.isDirectory())) {
    const lock = join(root, "src", folder.name, "packages.lock.json");
    if (!existsSync(lock)) continue;
    for (const [name, entry] of Object.values(json(lock).dependencies).flatMap(Object.entries)) {
      if (entry.type === "Project") continue;
      found.set(`pkg:nuget/${name}@${entry.resolved}`, {
        name, version: entry.resolved, purl: `pkg:nuget/${name}@${entry.resolved}`, hash: ["SHA-512", hex(entry.contentHash)], licence: nuspec(name, entry.resolved),
        use: builders.has(name) ? "building" : "the program", needs: Object.keys(entry.dependencies ?? {}),
      });
    }
  }
  return [...found.values()];
}

function nuspec(name, version) {
  const path = join(packages, name.toLowerCase(), version.toLowerCase(), `${name.toLowerCase()}.nuspec`);
  if (!existsSync(path)) throw new Error(`${path} is missing; restore the packages first: dotnet restore Screening.sln --locked-mode`);
  const text = read(path), expression = text.match(/<license type="expression">([^<]+)</)?.[1], url = text.match(/<licenseUrl>([^<]+)</)?.[1];
  return expression ?? { name: text.match(/<license type="file">([^<]+)</) ? "see the package's licence file" : url ? "see the package's licence address" : "not told", url };
}

function npm() {
  const tests = new Set(["axe-core"]), lock = json(join(root, "native", "package-lock.json")).packages;
  return Object.entries(lock).filter(([path]) => path !== "").map(([path, entry]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const built = name === "topojson-client" || name === "commander";
    return {
      name, version: entry.version, purl: `pkg:npm/${name.replace("@", "%40")}@${entry.version}`, hash: ["SHA-512", hex(entry.integrity.slice("sha512-".length))],
      licence: entry.license, use: tests.has(name) ? "tests" : built ? "building" : "the program", needs: [],
    };
  });
}

function debian() {
  const licences = { libxgboost0: "Apache-2.0", libdmlc0: "Apache-2.0" };
  return [...read(join(root, "native", "fetch")).matchAll(/([0-9a-f]{64}) ([a-z0-9]+)=([^\s"]+)/g)].map(([, sha256, name, version]) => {
    if (!licences[name]) throw new Error(`the licence of ${name} is not known to packaging/sbom.mjs`);
    return { name, version, purl: `pkg:deb/debian/${name}@${version}?arch=amd64`, hash: ["SHA-256", sha256], licence: licences[name], use: "the program", needs: [] };
  });
}

function bill(all) {
  const { Models, Enums, Spec, Serialize } = cdx, bom = new Models.Bom();
  const product = new Models.Component(Enums.ComponentType.Application, "Screening", { version: read(join(root, "Directory.Build.props")).match(/<Version>([^<]+)</)?.[1] ?? "0.1.0" });
  product.licenses.add(new Models.SpdxLicense("Apache-2.0"));
  product.bomRef.value = "screening";
  bom.metadata.component = product;
  const byName = new Map(all.map(c => [c.name, c]));
  const made = new Map(all.map(part => {
    const component = new Models.Component(Enums.ComponentType.Library, part.name, { version: part.version, bomRef: part.purl });
    component.scope = part.use === "the program" ? Enums.ComponentScope.Required : Enums.ComponentScope.Excluded;
    component.hashes.set(part.hash[0], part.hash[1]);
    component.purl = undefined;
    component.properties.add(new Models.Property("screening:use", part.use));
    if (typeof part.licence === "string") component.licenses.add(/[ ()]/.test(part.licence) ? new Models.LicenseExpression(part.licence) : cdx.SPDX.isSupportedSpdxId(part.licence) ? new Models.SpdxLicense(part.licence) : new Models.NamedLicense(part.licence));
    else component.licenses.add(new Models.NamedLicense(part.licence.name, part.licence.url ? { url: part.licence.url } : {}));
    bom.components.add(component);
    return [part.name, component];
  }));
  for (const part of all) for (const need of part.needs) if (byName.has(need)) made.get(part.name).dependencies.add(made.get(need).bomRef);
  for (const component of made.values()) product.dependencies.add(component.bomRef);
  const text = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom, { sortLists: true, space: 1 });

  // The library takes package addresses as objects of another package only; they are the references as well.
  const plain = JSON.parse(text);
  for (const component of plain.components) component.purl = component["bom-ref"];
  return { text: JSON.stringify(plain, null, 1) + "\n", spec: Spec.Version.v1dot6 };
}

function list(all) {
  const rows = all.map(p => `| ${p.name} | ${p.version} | ${typeof p.licence === "string" ? p.licence : p.licence.url ? `[${p.licence.name}](${p.licence.url})` : p.licence.name} | ${p.use} |`);
  return `# Licences

What Screening is made of, from the lock files, each pinned by version and hash. Screening itself is Apache-2.0. Made by \`packaging/sbom\`, which writes the bill of materials too; a test holds this page to the locks.

| package | version | licence | used by |
|---|---|---|---|
${rows.join("\n")}

Beside these the program runs on the .NET 10 runtime with ASP.NET Core (MIT), and on the system's SQLite (public domain), libgomp (GPL-3.0 with the GCC runtime library exception) and ICU (Unicode-3.0); with PostgreSQL as its store it is that server's client. Where a package names no licence of its own but an address, the address is told as the package tells it.
`;
}

const all = [...nuget(), ...npm(), ...debian()].sort((a, b) => byText(a.purl, b.purl));
const { text, spec } = bill(all);
const problem = await new cdx.Validation.JsonStrictValidator(spec).validate(text);
if (problem) throw new Error("the bill is no valid CycloneDX 1.6: " + JSON.stringify(problem).slice(0, 2000));
for (const [path, wanted] of [[billPath, text], [listPath, list(all)]]) {
  if (!path || path === "-") continue;
  if (!isCheck) writeFileSync(path, wanted);
  else if (!existsSync(path) || read(path) !== wanted) {
    console.error(`${path} is not what the lock files say; packaging/sbom writes it anew`);
    process.exit(1);
  }
}
console.log(`${all.length} components, ${all.filter(c => c.use === "the program").length} of them in what runs; valid CycloneDX 1.6`);
