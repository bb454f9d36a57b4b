package org.tlsproxy.engine;

import java.util.Hashtable;
import java.util.Map;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.MaxFragmentLength;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsUtils;

/**
 * Judges a ClientHello's extensions as OpenSSL 3.0 does, and keeps from the library what it would judge otherwise: it refuses clients
 * for flaws in extensions that are of no use to us, and overlooks some that RFC 8446 does not allow.
 */
final class ExtensionRules {

    private static final int MAX_HOST_NAME = 255;
    private static final int OCSP = 1;
    private static final int MIN_BINDER = 32;
    private static final Integer[] OF_BOTH = {ExtensionType.supported_versions, ExtensionType.supported_groups,
        ExtensionType.signature_algorithms, ExtensionType.max_fragment_length, ExtensionType.client_certificate_type,
        ExtensionType.server_certificate_type};
    private static final Integer[] OF_TLS13 = {ExtensionType.key_share, ExtensionType.pre_shared_key,
        ExtensionType.psk_key_exchange_modes, ExtensionType.cookie};
    private static final Integer[] OF_OLDER = {ExtensionType.renegotiation_info, ExtensionType.extended_master_secret,
        ExtensionType.session_ticket, ExtensionType.ec_point_formats};

    private final boolean tls13;

    private ExtensionRules(boolean tls13) {
        this.tls13 = tls13;
    }

    /** The ClientHello as the library is to see it. @param version the version chosen for it */
    static ClientHello apply(ClientHello hello, int version) throws Refusal {
        @SuppressWarnings("unchecked")
        Hashtable<Integer, byte[]> sent = hello.getExtensions();
        if (sent == null) {
            return hello;
        }
        ExtensionRules rules = new ExtensionRules(version == 0x0304);
        for (Map.Entry<Integer, byte[]> one : sent.entrySet()) {
            rules.judge(one.getKey(), new ExtensionData(one.getValue()));
        }
        // RFC 8446 4.1.2: what the field says is of no account beside supported_versions, and OpenSSL takes any high number
        ProtocolVersion legacy = hello.getVersion().isTLS() ? hello.getVersion() : ProtocolVersion.TLSv12;
        return new ClientHello(legacy, hello.getRandom(), hello.getSessionID(), null, hello.getCipherSuites(), rules.useful(sent), -1);
    }

    private Hashtable<Integer, byte[]> useful(Hashtable<Integer, byte[]> sent) {
        Hashtable<Integer, byte[]> kept = new Hashtable<>();
        copy(sent, kept, OF_BOTH);
        copy(sent, kept, tls13 ? OF_TLS13 : OF_OLDER);
        if (!tls13 && sent.containsKey(ExtensionType.encrypt_then_mac)) {
            kept.put(ExtensionType.encrypt_then_mac, TlsUtils.EMPTY_BYTES);
        }
        return kept;
    }

    private static void copy(Hashtable<Integer, byte[]> from, Hashtable<Integer, byte[]> to, Integer... types) {
        for (Integer type : types) {
            byte[] data = from.get(type);
            if (data != null) {
                to.put(type, data);
            }
        }
    }

    private void judge(int type, ExtensionData data) throws Refusal {
        switch (type) {
            case ExtensionType.server_name:
                serverName(data.vector(2));
                data.mustEnd();
                break;
            case ExtensionType.application_layer_protocol_negotiation:
                protocolNames(data);
                break;
            case ExtensionType.status_request:
                statusRequest(data);
                break;
            case ExtensionType.max_fragment_length:
                maxFragmentLength(data);
                break;
            case ExtensionType.signature_algorithms_cert:
                data.numbers();
                break;
            default:
                if (tls13) {
                    judge13(type, data);
                } else {
                    judgeOlder(type, data);
                }
                break;
        }
    }

    private static void judge13(int type, ExtensionData data) throws Refusal {
        switch (type) {
            case ExtensionType.pre_shared_key:
                preSharedKeys(data);
                break;
            case ExtensionType.early_data:
                data.mustEnd();
                break;
            case ExtensionType.post_handshake_auth:
                if (data.remaining() > 0) {
                    throw Refusal.with(AlertDescription.decode_error, Failures.POST_HANDSHAKE_AUTH_ENCODING);
                }
                break;
            default:
                break;
        }
    }

    private static void judgeOlder(int type, ExtensionData data) throws Refusal {
        switch (type) {
            case ExtensionType.renegotiation_info:
                renegotiationInfo(data);
                break;
            case ExtensionType.extended_master_secret:
                data.mustEnd();
                break;
            case ExtensionType.ec_point_formats:
                if (data.vector(1).remaining() == 0) {
                    throw ExtensionData.bad();
                }
                data.mustEnd();
                break;
            default:
                break;
        }
    }

    /** RFC 6066 3 knows one type of name, of which there may be one. */
    private static void serverName(ExtensionData list) throws Refusal {
        if (list.remaining() == 0 || list.uint(1) != 0) {
            throw ExtensionData.bad();
        }
        ExtensionData name = list.vector(2);
        list.mustEnd();
        if (name.remaining() > MAX_HOST_NAME || name.hasZero()) {
            throw Refusal.with(AlertDescription.unrecognized_name, Failures.BAD_EXTENSION);
        }
    }

    /** RFC 7301 3.1. */
    private static void protocolNames(ExtensionData data) throws Refusal {
        ExtensionData names = data.vector(2);
        data.mustEnd();
        do {
            if (names.vector(1).remaining() == 0) {
                throw ExtensionData.bad();
            }
        } while (names.remaining() > 0);
    }

    /** RFC 6066 8. */
    private static void statusRequest(ExtensionData data) throws Refusal {
        if (data.uint(1) != OCSP) {
            return;
        }
        ExtensionData responders = data.vector(2);
        while (responders.remaining() > 0) {
            if (responders.vector(2).remaining() == 0) {
                throw ExtensionData.bad();
            }
        }
        data.vector(2);
        data.mustEnd();
    }

    private static void maxFragmentLength(ExtensionData data) throws Refusal {
        int value = data.uint(1);
        data.mustEnd();
        if (!MaxFragmentLength.isValid((short) value)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_MAX_FRAGMENT_LENGTH);
        }
    }

    /** RFC 5746 3.6: in a first handshake it is empty. */
    private static void renegotiationInfo(ExtensionData data) throws Refusal {
        if (data.remaining() == 0 || data.uint(1) > data.remaining()) {
            throw Refusal.with(AlertDescription.decode_error, Failures.RENEGOTIATION_ENCODING);
        }
        if (data.remaining() > 0) {
            throw Refusal.with(AlertDescription.handshake_failure, Failures.RENEGOTIATION_MISMATCH);
        }
    }

    /** RFC 8446 4.2.11: at least one identity, a binder for each, none shorter than a hash. */
    private static void preSharedKeys(ExtensionData data) throws Refusal {
        ExtensionData identities = data.vector(2);
        int count = 0;
        do {
            if (identities.vector(2).remaining() == 0) {
                throw ExtensionData.bad();
            }
            identities.uint(4);
            count++;
        } while (identities.remaining() > 0);
        ExtensionData binders = data.vector(2);
        data.mustEnd();
        while (binders.remaining() > 0) {
            if (binders.vector(1).remaining() < MIN_BINDER) {
                throw ExtensionData.bad();
            }
            count--;
        }
        if (count != 0) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_EXTENSION);
        }
    }
}
