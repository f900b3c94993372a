/**
 * The table *native module × target*: which npm package carries the binary for which VS Code target
 * (the names `vsce package --target` takes). `usb` 3.x is Rust behind Node-API, so no binary depends on an Electron version.
 */
export const nativeModules = [
  {
    name: "usb",
    binaries: [
      { target: "linux-x64", package: "@node-usb/usb-linux-x64-gnu" },
      { target: "linux-arm64", package: "@node-usb/usb-linux-arm64-gnu" },
      { target: "linux-armhf", package: "@node-usb/usb-linux-arm-gnueabihf" },
      { target: "alpine-x64", package: "@node-usb/usb-linux-x64-musl" },
      { target: "alpine-arm64", package: "@node-usb/usb-linux-arm64-musl" },
      { target: "darwin-x64", package: "@node-usb/usb-darwin-x64" },
      { target: "darwin-arm64", package: "@node-usb/usb-darwin-arm64" },
      { target: "win32-x64", package: "@node-usb/usb-win32-x64-msvc" },
      { target: "win32-arm64", package: "@node-usb/usb-win32-arm64-msvc" },
    ],
  },
];
