package org.tlsproxy.engine;

/**
 * Why a connection failed, as OpenSSL would put it: the parts of its error line that log parsers look at (spec logging.md 7).
 *
 * @param code   OpenSSL 3.0 error code, e.g. 0x0A0000C1
 * @param reason OpenSSL's reason phrase, e.g. {@code no shared cipher}
 * @param data   extra text, e.g. {@code SSL alert number 48}, or empty
 */
public record TlsFailure(int code, String reason, String data) { }
