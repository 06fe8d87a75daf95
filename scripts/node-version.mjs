// Imported first by every program here, for its effect: an old Node ends with one sentence instead of a
// syntax error deep inside a dependency. The versions are what Vite 8 asks for.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
if (!enough) {
  console.error(
    `Slimwave needs Node 20.19 or newer (in the 22 series 22.12); this is Node ${process.versions.node}. ` +
      'Get a newer one at https://nodejs.org and try again.',
  );
  process.exit(1);
}
