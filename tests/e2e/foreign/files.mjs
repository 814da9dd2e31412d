// Encrypted files as other clients read them: fetched with one's own access token, checked, and only then decrypted
// (spec, "Sending encrypted attachments").

import { webcrypto } from "node:crypto";

const bytes = (base64) => Buffer.from(base64, "base64"); // takes the unpadded and the URL-safe alphabet as well

async function fetched(client, url) {
    const [, server, media] = /^mxc:\/\/([^/]+)\/([^/]+)$/.exec(url);
    const answer = await fetch(`${client.baseUrl}/_matrix/client/v1/media/download/${server}/${media}`, {
        headers: { Authorization: `Bearer ${client.getAccessToken()}` },
    });
    if (!answer.ok) throw Object.assign(new Error("no such file"), { name: "NotFetched", httpStatus: answer.status });
    return Buffer.from(await answer.arrayBuffer());
}

export async function file({ client }, { file: { url, key, iv, hashes } }) {
    const sealed = await fetched(client, url);
    const hash = Buffer.from(await webcrypto.subtle.digest("SHA-256", sealed));
    if (!hash.equals(bytes(hashes.sha256))) throw Object.assign(new Error("another file"), { name: "WrongHash" });
    const opener = await webcrypto.subtle.importKey("jwk", key, { name: "AES-CTR" }, false, ["decrypt"]);
    const plain = await webcrypto.subtle.decrypt({ name: "AES-CTR", counter: bytes(iv), length: 64 }, opener, sealed);
    return { sealed: sealed.toString("base64"), text: Buffer.from(plain).toString("utf8") };
}
