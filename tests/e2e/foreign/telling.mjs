// What a client saw, as plain JSON: the event after the attempt to decrypt it, and the shield that Element would show.

import { EventShieldColour, EventShieldReason } from "matrix-js-sdk/lib/crypto-api/index.js";

const nameIn = (names, value) =>
    value === null || value === undefined ? null : Object.keys(names).find((name) => names[name] === value);

async function shield(crypto, event) {
    const info = event.isEncrypted() ? await crypto.getEncryptionInfoForEvent(event) : null;
    return {
        colour: info && nameIn(EventShieldColour, info.shieldColour),
        reason: info && nameIn(EventShieldReason, info.shieldReason),
    };
}

export async function described(crypto, event) {
    const content = event.getOriginalContent();
    const decrypted = event.isEncrypted() && !event.isDecryptionFailure() && event.getType() !== "m.room.encrypted";
    return {
        id: event.getId(),
        room: event.getRoomId(),
        sender: event.getSender(),
        type: event.getType(),
        state_key: event.getStateKey() ?? null,
        at: event.getTs(),
        encrypted: event.isEncrypted(),
        decrypted,
        failure: event.decryptionFailureReason ?? null,
        redacted: event.isRedacted(),
        redacts: event.isRedaction() ? event.getAssociatedId() : null,
        content,
        relates_to: content["m.relates_to"] ?? event.getWireContent()["m.relates_to"] ?? null,
        shield: await shield(crypto, event),
    };
}

// Tells each event of a client's timelines once, in the order seen, and an undecryptable one again when its key came.
export class Watch {
    #unread = new Set();
    #told = new Set();
    #queue = Promise.resolve();

    constructor(client, tell) {
        this.client = client;
        this.tell = tell;
    }

    see(event) {
        if (event.status !== null || this.#told.has(event.getId())) return;
        this.#told.add(event.getId());
        this.#then(async () => {
            await this.client.decryptEventIfNeeded(event);
            const told = await this.#tell(event);
            if (told.encrypted && !told.decrypted) this.#unread.add(told.id);
        });
    }

    seeAgain(event) {
        this.#then(async () => {
            if (event.isDecryptionFailure() || !this.#unread.delete(event.getId())) return;
            await this.#tell(event);
        });
    }

    async #tell(event) {
        const told = await described(this.client.getCrypto(), event);
        this.tell({ event: told });
        return told;
    }

    #then(step) {
        this.#queue = this.#queue.then(step).catch((error) => console.error("foreign client:", error.name));
    }
}
