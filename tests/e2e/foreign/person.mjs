// One person, logged in with one device: matrix-js-sdk with the crypto engine of Element.

import * as sdk from "matrix-js-sdk";
import {
    AllDevicesIsolationMode,
    decodeRecoveryKey,
    OnlySignedDevicesIsolationMode,
} from "matrix-js-sdk/lib/crypto-api/index.js";
import { Watch } from "./telling.mjs";

const isolation = {
    all: () => new AllDevicesIsolationMode(false),
    signed: () => new OnlySignedDevicesIsolationMode(),
};

// Recovery keys by user id: a person keeps theirs in mind, so that a second device of theirs can be signed.
const recovery = new Map();

export class Person {
    static async logIn({ homeserver, user, password, device, isolation: mode }, tell) {
        const login = await sdk.createClient({ baseUrl: homeserver }).loginRequest({
            type: "m.login.password",
            identifier: { type: "m.id.user", user },
            password,
            device_id: device ?? undefined,
        });
        const person = new Person(homeserver, login, password);
        await person.#start(isolation[mode](), tell);
        return person;
    }

    constructor(baseUrl, { user_id: userId, device_id: deviceId, access_token: accessToken }, password) {
        Object.assign(this, { userId, deviceId, password });
        const getSecretStorageKey = async ({ keys }) => {
            const id = Object.keys(keys)[0];
            return recovery.has(userId) ? [id, recovery.get(userId).privateKey] : null;
        };
        this.client = sdk.createClient({
            baseUrl,
            userId,
            deviceId,
            accessToken,
            cryptoCallbacks: { getSecretStorageKey },
        });
    }

    get crypto() {
        return this.client.getCrypto();
    }

    async #start(isolationMode, tell) {
        await this.client.initRustCrypto({ useIndexedDB: false });
        this.crypto.setDeviceIsolationMode(isolationMode);
        this.#watch(tell);
        const filter = new sdk.Filter(this.userId);
        filter.setTimelineLimit(100);
        await this.client.startClient({ filter, initialSyncLimit: 100, pollTimeout: 10_000, disablePresence: true });
        await this.until(sdk.ClientEvent.Sync, () => this.client.isInitialSyncComplete());
    }

    #watch(tell) {
        const watch = new Watch(this.client, tell);
        this.client.on(sdk.RoomEvent.Timeline, (event, _room, toStart) => toStart || watch.see(event));
        this.client.on(sdk.RoomEvent.LocalEchoUpdated, (event) => watch.see(event));
        this.client.on(sdk.MatrixEventEvent.Decrypted, (event) => watch.seeAgain(event));
        this.client.on(sdk.RoomMemberEvent.Typing, (_event, { roomId: room, userId: user, typing }) =>
            tell({ typing: { room, user, typing } }),
        );
        this.client.on(sdk.RoomEvent.MyMembership, ({ roomId: room, name }, membership) =>
            tell({ membership: { room, name, membership } }),
        );
        this.client.on(sdk.RoomEvent.Receipt, (event, { roomId: room }) => {
            for (const [read, kinds] of Object.entries(event.getContent()))
                for (const user of Object.values(kinds).flatMap(Object.keys))
                    tell({ receipt: { room, user, event: read } });
        });
    }

    // Resolves as soon as `holds()` does; it is looked at now and each time the client emits `emitted`.
    async until(emitted, holds) {
        if (holds()) return;
        const { promise, resolve } = Promise.withResolvers();
        const look = () => holds() && resolve();
        this.client.on(emitted, look);
        await promise.finally(() => this.client.off(emitted, look));
    }

    // Resolves when this client knows of the room all that the server does now. A sync may come between a room's first
    // events, and a client that does not know yet that the room is encrypted would write there in clear.
    async inRoom(id) {
        const state = await this.client.roomState(id);
        await this.until(sdk.ClientEvent.Sync, () => {
            const known = this.client.getRoom(id)?.currentState;
            return known && state.every(({ type, state_key: key }) => known.getStateEvents(type, key));
        });
        return { room: id, encrypted: await this.crypto.isEncryptionEnabledInRoom(id) };
    }

    // Ends the client as closing its window does: the device stays.
    close() {
        this.client.stopClient();
        this.client.removeAllListeners();
    }

    // Makes this device cross-signed: with the identity that the person has, or with a new one.
    async sign({ anew }) {
        await this.crypto.userHasCrossSigningKeys(this.userId, true);
        await this.crypto.bootstrapCrossSigning({
            setupNewCrossSigning: anew ?? false,
            authUploadDeviceSigningKeys: (request) => this.#withPassword(request),
        });
        if (anew || !recovery.has(this.userId)) await this.#keepRecoveryKey();
    }

    // Reads the named secrets of the account with a recovery key that somebody typed in, and keeps that key in mind.
    async secrets({ recovery_key: words, names }) {
        const storage = this.client.secretStorage;
        const privateKey = decodeRecoveryKey(words);
        const [, about] = (await storage.getKey()) ?? [];
        if (!about || !(await storage.checkKey(privateKey, about))) throw new Error("not this account's recovery key");
        recovery.set(this.userId, { privateKey });
        return Promise.all(names.map((name) => storage.get(name)));
    }

    async #keepRecoveryKey() {
        const key = await this.crypto.createRecoveryKeyFromPassphrase();
        recovery.set(this.userId, key);
        await this.crypto.bootstrapSecretStorage({
            createSecretStorageKey: async () => key,
            setupNewSecretStorage: true,
        });
    }

    async #withPassword(request) {
        try {
            return await request(null);
        } catch (error) {
            if (error.httpStatus !== 401) throw error;
            const identifier = { type: "m.id.user", user: this.userId };
            const { session } = error.data;
            return await request({ type: "m.login.password", identifier, password: this.password, session });
        }
    }
}
