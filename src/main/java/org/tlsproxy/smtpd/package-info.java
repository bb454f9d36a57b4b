/**
 * The mains of the STARTTLS wrapper for SMTP servers that know no TLS: the filter that runs once a connection behind tlswrapper(1)
 * ({@link org.tlsproxy.smtpd.Filter}), and the resident service that takes the place of tcpserver, tlswrapper and filter
 * ({@link org.tlsproxy.smtpd.Launcher}, {@link org.tlsproxy.smtpd.Worker}).
 *
 * <p>Imports {@code smtp}, the engine's side of the house, {@code pool}, {@code loop}, {@code jail}, {@code log} and {@code posix}; never
 * another main. Never happens here: deciding anything about SMTP; a program that inherits a descriptor of ours.
 */
package org.tlsproxy.smtpd;
