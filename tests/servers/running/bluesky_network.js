'use strict'
// Starts a whole Bluesky network (identities, data server, app view, moderation) out of the
// project's own development kit, on the ports named in NETWORK_PORTS, and writes what it is into
// the file NETWORK_FILE once it stands. Ended by a signal.

const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')

// The servers would listen to the whole world; these shall be heard on this machine only.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...rest) {
  if (where !== null && typeof where === 'object') {
    return listen.call(this, { ...where, host: '127.0.0.1' }, ...rest)
  }
  const others = typeof rest[0] === 'string' ? rest.slice(1) : rest
  return listen.call(this, where, '127.0.0.1', ...others)
}

const { TestNetwork } = require('@atproto/dev-env')

function packageVersion(name) {
  const file = path.join(process.env.NODE_PATH, name, 'package.json')
  return JSON.parse(fs.readFileSync(file, 'utf8')).version
}

async function main() {
  const ports = JSON.parse(process.env.NETWORK_PORTS)
  const network = await TestNetwork.create({
    dbPostgresSchema: 'network',
    plc: { port: ports.plc },
    pds: { port: ports.pds, version: packageVersion('@atproto/pds') },
    bsky: { port: ports.appview, version: packageVersion('@atproto/bsky') },
    ozone: { port: ports.moderation },
  })
  const urls = { plc: network.plc.url, pds: network.pds.url, appview: network.bsky.url }
  fs.writeFileSync(`${process.env.NETWORK_FILE}.new`, JSON.stringify(urls))
  fs.renameSync(`${process.env.NETWORK_FILE}.new`, process.env.NETWORK_FILE)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
