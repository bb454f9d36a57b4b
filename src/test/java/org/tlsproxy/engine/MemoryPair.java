package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our client and our server in memory, and the wire between them. */
final class MemoryPair {

    static final List<Integer> CLIENT_GROUPS = List.of(29, 23, 30, 25, 24);

    /** What a client connection is made with, and what it tells while it lives. */
    static final class Wish {
        KeyChains chains = KeyChains.NONE;
        List<Integer> versions = TestProfiles.ALL_VERSIONS;
        List<Integer> suites = TestProfiles.allSuites();
        List<Integer> tls13Suites = TestProfiles.TLS13_SUITES;
        List<Integer> groups = CLIENT_GROUPS;
        int securityLevel;
        boolean tickets = true;
        boolean legacyServers;
        Optional<String> serverName = Optional.empty();
        boolean rawPublicKeys;
        boolean ownRawKeys;
        Optional<byte[]> session = Optional.empty();
        int verdict;
        final List<byte[]> sessions = new ArrayList<>();
        final List<TlsFacts.PeerCredential> judged = new ArrayList<>();

        Wish versions(Integer... ids) {
            versions = List.of(ids);
            return this;
        }

        Wish suites(Integer... ids) {
            suites = List.of(ids);
            return this;
        }

        Wish groups(Integer... ids) {
            groups = List.of(ids);
            return this;
        }

        Wish session(byte[] bytes) {
            session = Optional.of(bytes);
            return this;
        }

        ClientProfile profile() {
            return new ClientProfile(chains, versions, suites, tls13Suites, groups, securityLevel, tickets, legacyServers, ownRawKeys);
        }

        ClientTarget target() {
            return new ClientTarget(serverName, rawPublicKeys, session, sessions::add, shown -> {
                judged.add(shown);
                return verdict;
            });
        }
    }

    final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    final ByteArrayOutputStream atClient = new ByteArrayOutputStream();
    final TlsConnection client;
    final MemoryServer server;

    MemoryPair(Wish wish, ServerProfile profile) {
        this(wish, new MemoryServer(profile), new EngineFactory(MemoryServer.CRYPTO, MemoryServer.KEYS));
    }

    MemoryPair(Wish wish, MemoryServer server, EngineFactory factory) {
        this.server = server;
        client = factory.connect(wish.profile(), wish.target(), new TlsConnection.Output(toServer::write, atClient::write));
    }

    /** A handshake as far as it goes. */
    static MemoryPair shakenHands(Wish wish, ServerProfile profile) {
        MemoryPair pair = new MemoryPair(wish, profile);
        pair.client.start();
        pair.pump(Integer.MAX_VALUE);
        return pair;
    }

    byte[] fromClient() {
        byte[] out = toServer.toByteArray();
        toServer.reset();
        return out;
    }

    /** Carries bytes both ways until nothing moves, in portions of the given size. */
    void pump(int portion) {
        while (true) {
            byte[] up = fromClient();
            deliver(server.connection, up, portion);
            byte[] down = server.output();
            deliver(client, down, portion);
            if (up.length == 0 && down.length == 0) {
                return;
            }
        }
    }

    private static void deliver(TlsConnection to, byte[] bytes, int portion) {
        for (int at = 0; at < bytes.length; at += Math.min(portion, bytes.length - at)) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, at, at + Math.min(portion, bytes.length - at));
            to.receive(part, 0, part.length);
        }
    }

    void say(String text) {
        byte[] bytes = text.getBytes();
        client.send(bytes, 0, bytes.length);
        pump(Integer.MAX_VALUE);
    }

    void answer(String text) {
        server.send(text.getBytes());
        pump(Integer.MAX_VALUE);
    }

    TlsFacts facts() {
        return client.facts().orElseThrow();
    }
}
