package org.tlsproxy.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ExtensionType;

/** Reads a ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) as far as our decisions need it; refuses what is not well formed. */
final class ClientHelloReader {

    private static final int[] NONE = {};
    private static final int HEADER = 4;
    private static final int MAX_SESSION_ID = 32;
    private static final int TLS13 = 0x0304;
    private static final int PSK_DHE_KE = 1;
    /** Real clients send about twenty extensions; duplicates beyond this many are left to the library to find. */
    private static final int MAX_COMPARED = 48;

    private final byte[] message;
    private int at;

    private int[] versions = NONE;
    private int[] groups = NONE;
    private int[] signatureAlgorithms = NONE;
    private int[] keyShares = NONE;
    private Optional<String> serverName = Optional.empty();
    private boolean tls13;
    private boolean keyShare;
    private boolean preSharedKey;
    private boolean pskDheKe;
    private boolean sessionTicket;
    private boolean ticket;
    private boolean encryptThenMac;
    private boolean maxFragmentLength;
    private int seen;
    private final int[] types = new int[MAX_COMPARED];

    private ClientHelloReader(byte[] message) {
        this.message = message;
    }

    /** @param message the handshake message with its header */
    static ClientHelloFacts read(byte[] message) throws Refusal {
        return new ClientHelloReader(message).hello();
    }

    private ClientHelloFacts hello() throws Refusal {
        at = HEADER;
        int legacyVersion = uint(2);
        skip(32);
        int idLength = sessionId();
        int idAt = at;
        skip(idLength);
        int[] suites = list(uint(2), 2);
        int compressions = uint(1);
        boolean plain = false;
        for (int i = 0; i < compressions; i++) {
            plain |= uint(1) == 0;
        }
        if (!plain) {
            throw Refusal.with(AlertDescription.decode_error, Failures.NO_COMPRESSION_SPECIFIED);
        }
        if (at < message.length) {
            extensions();
        }
        if (suites.length == 0) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.NO_CIPHERS_SPECIFIED);
        }
        if (tls13 && compressions != 1) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.INVALID_COMPRESSION);
        }
        return new ClientHelloFacts(legacyVersion, suites, versions, groups, signatureAlgorithms, keyShares, serverName,
            new ClientHelloFacts.Features(keyShare, preSharedKey, pskDheKe, sessionTicket, encryptThenMac, maxFragmentLength,
                new ClientHelloFacts.Earlier(HexFormat.of().withUpperCase().formatHex(message, idAt, idAt + idLength), ticket)));
    }

    private int sessionId() throws Refusal {
        int length = uint(1);
        if (length > MAX_SESSION_ID) {
            throw mismatch();
        }
        return length;
    }

    private void extensions() throws Refusal {
        if (uint(2) != message.length - at) {
            throw mismatch();
        }
        int first = at;
        each((type, end) -> {
            refuseDuplicate(type);
            versions(type, end);
        });
        at = first;
        each(this::extension);
    }

    /** Is told of an extension whose content begins where we are. */
    private interface Visitor {
        void extension(int type, int end) throws Refusal;
    }

    private void each(Visitor visitor) throws Refusal {
        while (at < message.length) {
            int type = uint(2);
            int end = end(uint(2));
            visitor.extension(type, end);
            at = end;
        }
    }

    private void refuseDuplicate(int type) throws Refusal {
        for (int i = 0; i < seen; i++) {
            if (types[i] == type) {
                throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_EXTENSION);
            }
        }
        if (seen < MAX_COMPARED) {
            types[seen++] = type;
        }
    }

    /** OpenSSL answers everything that is wrong with the list of versions by protocol_version. */
    private void versions(int type, int end) throws Refusal {
        if (type != ExtensionType.supported_versions) {
            return;
        }
        int length = end > at ? uint(1) : -1;
        if (length != end - at || length % 2 != 0) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.LENGTH_MISMATCH);
        }
        versions = list(length, 2);
        if (versions.length == 0) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.UNSUPPORTED_PROTOCOL);
        }
        tls13 = ClientHelloFacts.has(versions, TLS13);
    }

    private void extension(int type, int end) throws Refusal {
        switch (type) {
            case ExtensionType.supported_groups:
                groups = inner(list(uint(2), 2), end);
                break;
            case ExtensionType.signature_algorithms:
                signatureAlgorithms = inner(list(uint(2), 2), end);
                break;
            case ExtensionType.server_name:
                serverName = serverName(end);
                break;
            default:
                flags(type, end);
                if (tls13) {
                    extension13(type, end);
                }
                break;
        }
    }

    /** What means nothing to those who do not offer TLS 1.3. */
    private void extension13(int type, int end) throws Refusal {
        if (type == ExtensionType.key_share) {
            keyShares = keyShares(end);
            keyShare = true;
        } else if (type == ExtensionType.psk_key_exchange_modes) {
            pskDheKe = ClientHelloFacts.has(inner(list(uint(1), 1), end), PSK_DHE_KE);
        } else if (type == ExtensionType.pre_shared_key && end != message.length) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_EXTENSION);    // RFC 8446 4.2.11: the last one
        }
    }

    private void flags(int type, int end) {
        sessionTicket |= type == ExtensionType.session_ticket;
        ticket |= type == ExtensionType.session_ticket && end > at;
        encryptThenMac |= type == ExtensionType.encrypt_then_mac;
        preSharedKey |= type == ExtensionType.pre_shared_key;
        maxFragmentLength |= type == ExtensionType.max_fragment_length;
    }

    private int[] keyShares(int end) throws Refusal {
        if (uint(2) != end - at) {
            throw badExtension();
        }
        int[] found = new int[(end - at) / 5 + 1];
        int count = 0;
        while (at < end) {
            int group = uint(2);
            int length = uint(2);
            if (length == 0 || length > end - at) {
                throw badExtension();
            }
            found[count++] = group;
            at += length;
        }
        return Arrays.copyOf(found, count);
    }

    private Optional<String> serverName(int end) throws Refusal {
        int list = uint(2);
        if (list != end - at || list < 3) {
            throw badExtension();
        }
        int type = uint(1);
        int length = uint(2);
        if (length > end - at) {
            throw badExtension();
        }
        // the rest of the rules is ExtensionRules' matter
        return type == 0 ? Optional.of(new String(message, at, length, StandardCharsets.ISO_8859_1)) : Optional.empty();
    }

    private int[] inner(int[] values, int end) throws Refusal {
        if (at != end || values.length == 0) {
            throw badExtension();
        }
        return values;
    }

    private int[] list(int bytes, int each) throws Refusal {
        if (bytes % each != 0 || bytes > message.length - at) {
            throw mismatch();
        }
        int[] values = new int[bytes / each];
        for (int i = 0; i < values.length; i++) {
            values[i] = uint(each);
        }
        return values;
    }

    private int uint(int bytes) throws Refusal {
        if (message.length - at < bytes) {
            throw mismatch();
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | message[at++] & 0xFF;
        }
        return value;
    }

    private void skip(int bytes) throws Refusal {
        at = end(bytes);
    }

    private int end(int bytes) throws Refusal {
        if (bytes > message.length - at) {
            throw mismatch();
        }
        return at + bytes;
    }

    private static Refusal mismatch() {
        return Refusal.with(AlertDescription.decode_error, Failures.LENGTH_MISMATCH);
    }

    private static Refusal badExtension() {
        return Refusal.with(AlertDescription.decode_error, Failures.BAD_EXTENSION);
    }
}
