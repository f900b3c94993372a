import { URI, Utils } from "vscode-uri";
import type { Uri } from "./snapshot";

/** Workspaces have thousands of files: canonical URIs are cut as text here, without being parsed. */
function lastSlash(uri: Uri): number {
  return uri.endsWith("/") ? uri.lastIndexOf("/", uri.length - 2) : uri.lastIndexOf("/");
}

/** Where the path begins: behind the scheme, and behind the authority where there is one. */
function pathStart(uri: Uri): number {
  const colon = uri.indexOf(":");
  if (!uri.startsWith("//", colon + 1)) return colon + 1;
  const slash = uri.indexOf("/", colon + 3);
  return slash < 0 ? uri.length : slash;
}

/** The folder a file stands in; the root is its own. */
export function folderOf(uri: Uri): Uri {
  const start = pathStart(uri);
  const slash = lastSlash(uri);
  return slash > start ? uri.slice(0, slash) : uri.slice(0, start + 1);
}

/** The last part of the path, decoded. */
export function baseName(uri: Uri): string {
  const slash = Math.max(lastSlash(uri), pathStart(uri));
  return decoded(uri.slice(slash + 1).replace(/\/$/, ""));
}

/** `path` relative to a folder, with `..` resolved; forward slashes, backslashes read as such too. */
export function join(folder: Uri, path: string): Uri {
  return Utils.joinPath(URI.parse(folder), path.replace(/\\/g, "/")).toString();
}

/** An absolute path (`/…`, `C:/…`) on the file system that `uri` is of. */
export function atRoot(uri: Uri, path: string): Uri {
  const absolute = path.startsWith("/") ? path : `/${path}`;
  return URI.parse(uri).with({ path: absolute, query: "", fragment: "" }).toString();
}

/** Whether `uri` is `folder` or lies below it. */
export function isInside(uri: Uri, folder: Uri): boolean {
  const base = folder.endsWith("/") ? folder.slice(0, -1) : folder;
  return uri.startsWith(base) && (uri.length === base.length || uri[base.length] === "/");
}

/** Path of `uri` below `folder` for a person, decoded; the whole path when it is elsewhere. */
export function relativePath(uri: Uri, folder: Uri): string {
  const base = folder.endsWith("/") ? folder : folder + "/";
  return decoded(uri.startsWith(base) ? uri.slice(base.length) : uri.slice(pathStart(uri)));
}

/** Percent signs undone; a text that is not encoded properly stays as it is. */
function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
