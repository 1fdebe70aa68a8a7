import { get, module } from '../define/endpoint.ts'
import { closed, object } from '../define/object.ts'
import { one, some, url } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Version information endpoint". */
export const versions: Chapter = {
  objects: {
    Version: object('A version a platform speaks, and where its details are.', {
      version: one('VersionNumber'),
      url: one(url, { doc: 'Where the details of this version are found.' }),
    }),
    VersionDetails: object('The endpoints a platform offers in one version.', {
      version: one('VersionNumber'),
      endpoints: some('Endpoint', { doc: 'One entry per module and interface role.' }),
    }),
    Endpoint: object('One module of a version in one interface role.', {
      identifier: one('ModuleID'),
      role: one('InterfaceRole', { doc: 'Says nothing for `credentials`, which is listed once.' }),
      url: one(url, { doc: 'Taken as it is; its form is free.' }),
    }),
  },
  enums: {
    InterfaceRole: closed('Which side of a module an endpoint is; the owner of the data is the sender.', [
      'SENDER',
      'RECEIVER',
    ]),
    ModuleID: closed('Names of the modules.', [
      'cdrs',
      'chargingprofiles',
      'commands',
      'credentials',
      'hubclientinfo',
      'locations',
      'sessions',
      'tariffs',
      'tokens',
    ]),
    VersionNumber: closed('Versions of OCPI.', ['2.0', '2.1', '2.1.1', '2.2', '2.2.1']),
  },
  modules: [
    // Not in the version details: a platform is found through its versions URL. Paths are below our own base.
    module('versions', 'configuration', 'Which versions a platform speaks, and where.', {
      SENDER: [
        get('getVersions', 'versions', 'Version', 'The versions this platform speaks. Never paged.', {
          data: { name: 'Version', shape: 'list' },
          urlFrom: 'Credentials',
        }),
        get('getVersionDetails', '{version}', 'VersionDetails', 'The endpoints of one version.', {
          urlFrom: 'Version',
        }),
      ],
    }),
  ],
}
