#!/bin/sh
# What launch.ts gives to @vscode/test-electron as VS Code's executable. BOOTSMITH_VSCODE says what really runs:
# "server" or the path of a desktop VS Code.

# test-electron trusts every folder; the run in Restricted Mode must not.
if [ "$BOOTSMITH_RUN" = restricted ]; then
  for argument do
    shift
    [ "$argument" = --disable-workspace-trust ] || set -- "$@" "$argument"
  done
fi

if [ "$BOOTSMITH_VSCODE" = server ]; then
  exec node --import tsx "$(dirname "$0")/server-shim.ts" "$@"
elif [ "$(uname)" = Linux ] && [ -z "$DISPLAY$WAYLAND_DISPLAY" ]; then
  exec xvfb-run -a "$BOOTSMITH_VSCODE" "$@"
else
  exec "$BOOTSMITH_VSCODE" "$@"
fi
