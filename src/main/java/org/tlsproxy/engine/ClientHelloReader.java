package org.tlsproxy.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.MaxFragmentLength;

/** Reads a ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) as far as our decisions need it; refuses what is not well formed. */
final class ClientHelloReader {

    private static final int[] NONE = {};
    private static final int HEADER = 4;
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
    private boolean keyShare;
    private boolean preSharedKey;
    private boolean pskDheKe;
    private boolean sessionTicket;
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
        skip(uint(1));
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
        return new ClientHelloFacts(legacyVersion, suites, versions, groups, signatureAlgorithms, keyShares, serverName,
            new ClientHelloFacts.Features(keyShare, preSharedKey, pskDheKe, sessionTicket, encryptThenMac, maxFragmentLength));
    }

    private void extensions() throws Refusal {
        if (uint(2) != message.length - at) {
            throw mismatch();
        }
        while (at < message.length) {
            int type = uint(2);
            refuseDuplicate(type);
            int end = end(uint(2));
            extension(type, end);
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

    private void extension(int type, int end) throws Refusal {
        switch (type) {
            case ExtensionType.supported_versions:
                versions = inner(list(uint(1), 2), end);
                break;
            case ExtensionType.supported_groups:
                groups = inner(list(uint(2), 2), end);
                break;
            case ExtensionType.signature_algorithms:
                signatureAlgorithms = inner(list(uint(2), 2), end);
                break;
            case ExtensionType.key_share:
                keyShares = keyShares(end);
                keyShare = true;
                break;
            case ExtensionType.server_name:
                serverName = serverName(end);
                break;
            case ExtensionType.psk_key_exchange_modes:
                pskDheKe = ClientHelloFacts.has(inner(list(uint(1), 1), end), PSK_DHE_KE);
                break;
            case ExtensionType.max_fragment_length:
                maxFragmentLength(end);
                break;
            case ExtensionType.renegotiation_info:
                renegotiationInfo(end);
                break;
            default:
                flags(type);
                break;
        }
    }

    private void flags(int type) {
        sessionTicket |= type == ExtensionType.session_ticket;
        encryptThenMac |= type == ExtensionType.encrypt_then_mac;
        preSharedKey |= type == ExtensionType.pre_shared_key;
    }

    private void maxFragmentLength(int end) throws Refusal {
        if (at + 1 != end || !MaxFragmentLength.isValid((short) uint(1))) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_MAX_FRAGMENT_LENGTH);
        }
        maxFragmentLength = true;
    }

    /** RFC 5746 3.6: in a first handshake it is empty. */
    private void renegotiationInfo(int end) throws Refusal {
        if (at + 1 != end || uint(1) != 0) {
            throw Refusal.with(AlertDescription.handshake_failure, Failures.RENEGOTIATION_MISMATCH);
        }
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
