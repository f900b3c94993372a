import { URI, Utils } from "vscode-uri";
import type { Uri } from "./snapshot";

/** The folder a file stands in. */
export function folderOf(uri: Uri): Uri {
  return Utils.dirname(URI.parse(uri)).toString();
}

export function baseName(uri: Uri): string {
  return Utils.basename(URI.parse(uri));
}

/** `path` relative to a folder, with `..` resolved; forward slashes, backslashes read as such too. */
export function join(folder: Uri, path: string): Uri {
  return Utils.joinPath(URI.parse(folder), path.replace(/\\/g, "/")).toString();
}

/** Whether `uri` is `folder` or lies below it. */
export function isInside(uri: Uri, folder: Uri): boolean {
  const base = folder.endsWith("/") ? folder.slice(0, -1) : folder;
  return uri === base || uri.startsWith(base + "/");
}

/** Path of `uri` below `folder` for a person, decoded; the whole path when it is elsewhere. */
export function relativePath(uri: Uri, folder: Uri): string {
  const path = URI.parse(uri).path;
  const base = URI.parse(folder).path.replace(/\/$/, "");
  return path.startsWith(base + "/") ? path.slice(base.length + 1) : path;
}
