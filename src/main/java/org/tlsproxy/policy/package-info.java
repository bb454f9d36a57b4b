/**
 * What may be negotiated, and whether a role is available at all: the words of main.cf and of requests, turned into immutable plans.
 *
 * <p>Strings, numbers and booleans come in; values come out, and with them the warnings in Postfix's own words, as texts in the
 * result or handed to a {@link java.util.function.Consumer}. The caller decides where they go and puts the peer's name in front.
 *
 * <p>Imports nothing but the JDK: no other room, no TLS library. Here no file is opened, no clock is read, nothing is logged, and
 * nothing is thrown on what an administrator or a peer wrote. TLS versions, suites and groups are wire values (ints) because that
 * is what the engine's port speaks; their names are OpenSSL's because that is what Postfix's configuration and logs speak.
 */
package org.tlsproxy.policy;
