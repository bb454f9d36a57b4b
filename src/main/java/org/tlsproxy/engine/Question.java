package org.tlsproxy.engine;

import java.util.Optional;

/** Something that a handshake must know and that only a lookup outside the process can tell; asked at most a few times per handshake. */
public sealed interface Question {

    /** Which chains serve this server name? Asked for a valid name only, and only when the profile has SNI maps. */
    record ServerName(String name) implements Question { }

    /** Is there a TLS 1.2 session with this id? Upper-case hexadecimal. */
    record SessionById(String hexId) implements Question { }

    /** Which key sealed tickets of this 16-byte name? Empty: the key to seal new ones with. */
    record TicketKey(byte[] name) implements Question { }

    /** Is there a session of earlier with this server? Asked before a client's handshake, by the key under which it was stored. */
    record EarlierSession(String key) implements Question { }

    /** What was found. */
    sealed interface Answer { }

    /** Nothing known: default chain, full handshake. */
    record NotFound() implements Answer { }

    /** The lookup itself failed: the handshake ends with internal_error for a server name, goes on as NotFound for the others. */
    record Failed() implements Answer { }

    /** The chains that serve the name; an empty optional means that they could not be loaded (the handshake ends). */
    record Chains(Optional<KeyChains> chains) implements Answer { }

    /** A stored session or a ticket key. */
    record Data(byte[] value) implements Answer { }
}
