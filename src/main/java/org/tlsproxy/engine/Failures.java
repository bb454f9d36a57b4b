package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;

/** Why connections fail, in the codes and phrases of OpenSSL 3.0, which log analysers look for. */
final class Failures {

    static final TlsFailure WRONG_VERSION_NUMBER = ssl(0x10B, "wrong version number");
    static final TlsFailure HTTP_REQUEST = ssl(0x9C, "http request");
    static final TlsFailure HTTPS_PROXY_REQUEST = ssl(0x9B, "https proxy request");
    static final TlsFailure UNKNOWN_PROTOCOL = ssl(0xFC, "unknown protocol");
    static final TlsFailure UNSUPPORTED_PROTOCOL = ssl(0x102, "unsupported protocol");
    static final TlsFailure VERSION_TOO_LOW = ssl(0x18C, "version too low");
    static final TlsFailure INAPPROPRIATE_FALLBACK = ssl(0x175, "inappropriate fallback");
    static final TlsFailure NO_SHARED_CIPHER = ssl(0xC1, "no shared cipher");
    static final TlsFailure NO_SHARED_SIGNATURE_ALGORITHMS = ssl(0x178, "no shared signature algorithms");
    static final TlsFailure NO_SUITABLE_SIGNATURE_ALGORITHM = ssl(0x76, "no suitable signature algorithm");
    static final TlsFailure MISSING_SIGALGS = ssl(0x70, "missing sigalgs extension");
    static final TlsFailure MISSING_GROUPS = ssl(0xD1, "missing supported groups extension");
    static final TlsFailure NO_SUITABLE_KEY_SHARE = ssl(0x65, "no suitable key share");
    static final TlsFailure BAD_KEY_SHARE = ssl(0x6C, "bad key share");
    static final TlsFailure BAD_PACKET_LENGTH = ssl(0x73, "bad packet length");
    static final TlsFailure BAD_EXTENSION = ssl(0x6E, "bad extension");
    static final TlsFailure BAD_MAX_FRAGMENT_LENGTH = ssl(0xE8, "ssl3 ext invalid max fragment length");
    static final TlsFailure NO_COMPRESSION_SPECIFIED = ssl(0xBB, "no compression specified");
    static final TlsFailure NO_CIPHERS_SPECIFIED = ssl(0xB7, "no ciphers specified");
    static final TlsFailure INVALID_COMPRESSION = ssl(0x155, "invalid compression algorithm");
    static final TlsFailure BAD_LEGACY_VERSION = ssl(0x124, "bad legacy version");
    static final TlsFailure RENEGOTIATION_ENCODING = ssl(0x150, "renegotiation encoding err");
    static final TlsFailure POST_HANDSHAKE_AUTH_ENCODING = ssl(0x116, "post handshake auth encoding err");
    static final TlsFailure EXCESSIVE_MESSAGE_SIZE = ssl(0x98, "excessive message size");
    static final TlsFailure NOT_ON_RECORD_BOUNDARY = ssl(0xB6, "not on record boundary");
    static final TlsFailure INVALID_ALERT = ssl(0xCD, "invalid alert");
    static final TlsFailure UNKNOWN_ALERT_TYPE = ssl(0xF6, "unknown alert type");
    static final TlsFailure BAD_CIPHER = ssl(0xBA, "bad cipher");
    static final TlsFailure UNEXPECTED_MESSAGE = ssl(0xF4, "unexpected message");
    static final TlsFailure UNEXPECTED_RECORD = ssl(0xF5, "unexpected record");
    static final TlsFailure LENGTH_MISMATCH = ssl(0x9F, "length mismatch");
    static final TlsFailure PACKET_LENGTH_TOO_LONG = ssl(0xC6, "packet length too long");
    static final TlsFailure RECORD_TOO_SMALL = ssl(0x12A, "record too small");
    static final TlsFailure TOO_MANY_KEY_UPDATES = ssl(0x84, "too many key updates");
    static final TlsFailure TOO_MANY_WARNINGS = ssl(0x199, "too many warn alerts");
    static final TlsFailure NO_RENEGOTIATION = ssl(0x153, "no renegotiation");
    static final TlsFailure CALLBACK_FAILED = ssl(0xEA, "callback failed");
    static final TlsFailure INCONSISTENT_EXTMS = ssl(0x68, "inconsistent extms");
    static final TlsFailure BAD_MAC = ssl(0x119, "decryption failed or bad record mac");
    static final TlsFailure BAD_SIGNATURE = ssl(0x7B, "bad signature");
    static final TlsFailure DIGEST_CHECK_FAILED = ssl(0x95, "digest check failed");
    static final TlsFailure BINDER_DOES_NOT_VERIFY = ssl(0xFD, "binder does not verify");
    static final TlsFailure RENEGOTIATION_MISMATCH = ssl(0x151, "renegotiation mismatch");
    static final TlsFailure NO_PROTOCOLS_AVAILABLE = ssl(0xBF, "no protocols available");
    static final TlsFailure NO_CIPHERS_AVAILABLE = ssl(0xB5, "no ciphers available");
    static final TlsFailure LEGACY_SIGNATURE = ssl(0x14D, "legacy sigalg disallowed or unsupported");
    static final TlsFailure UNSAFE_LEGACY_RENEGOTIATION_DISABLED = ssl(0x152, "unsafe legacy renegotiation disabled");
    static final TlsFailure UNSOLICITED_EXTENSION = ssl(0xD9, "unsolicited extension");
    static final TlsFailure WRONG_CIPHER_RETURNED = ssl(0x105, "wrong cipher returned");
    static final TlsFailure UNKNOWN_CIPHER_RETURNED = ssl(0xF8, "unknown cipher returned");
    static final TlsFailure WRONG_SIGNATURE_TYPE = ssl(0x172, "wrong signature type");
    static final TlsFailure WRONG_CURVE = ssl(0x17A, "wrong curve");
    static final TlsFailure BAD_ECPOINT = ssl(0x132, "bad ecpoint");
    static final TlsFailure DH_KEY_TOO_SMALL = ssl(0x18A, "dh key too small");
    static final TlsFailure BAD_DH_VALUE = ssl(0x66, "bad dh value");
    static final TlsFailure WRONG_CERTIFICATE_TYPE = ssl(0x17F, "wrong certificate type");
    private static final int RECEIVED_ALERT = 1000;
    private static final int INTERNAL_ERROR = 0x0A0C0103;

    private Failures() {
    }

    private static TlsFailure ssl(int reason, String phrase) {
        return new TlsFailure(0x0A000000 | reason, phrase, "");
    }

    /** The peer sent a fatal alert. */
    static TlsFailure received(int alert) {
        return new TlsFailure(0x0A000000 | RECEIVED_ALERT + alert, phrase(alert), "SSL alert number " + alert);
    }

    /** An exception that should not be: what it says helps to find our mistake. */
    static TlsFailure internal(Throwable cause) {
        return new TlsFailure(INTERNAL_ERROR, "internal error", cause == null ? "" : cause.toString());
    }

    /** OpenSSL names alerts after the protocol that introduced them. */
    private static String phrase(int alert) {
        String name = AlertDescription.getName((short) alert);
        if ("UNKNOWN".equals(name) || alert == AlertDescription.close_notify) {
            return "reason(" + (RECEIVED_ALERT + alert) + ")";
        }
        String words = alert == AlertDescription.user_canceled ? "user cancelled" : name.replace('_', ' ');
        switch (alert) {
            case AlertDescription.unexpected_message:
            case AlertDescription.bad_record_mac:
            case AlertDescription.decompression_failure:
            case AlertDescription.handshake_failure:
            case AlertDescription.no_certificate:
            case AlertDescription.bad_certificate:
            case AlertDescription.unsupported_certificate:
            case AlertDescription.certificate_revoked:
            case AlertDescription.certificate_expired:
            case AlertDescription.certificate_unknown:
            case AlertDescription.illegal_parameter:
                return "sslv3 alert " + words;
            case AlertDescription.missing_extension:
            case AlertDescription.certificate_required:
                return "tlsv13 alert " + words;
            case AlertDescription.unsupported_extension:
            case AlertDescription.certificate_unobtainable:
            case AlertDescription.unrecognized_name:
            case AlertDescription.bad_certificate_status_response:
            case AlertDescription.bad_certificate_hash_value:
                return "tlsv1 " + words;
            default:
                return "tlsv1 alert " + words;
        }
    }
}
