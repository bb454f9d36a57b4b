/**
 * What the administrator has configured: main.cf, the options of master.cf, the defaults of the installed Postfix and
 * our own {@code tlsproxy-java.conf}, read once by the launcher and handed to every worker as one immutable snapshot.
 *
 * <p>main.cf means here what it means to Postfix: the same lines, the same {@code $name} expansion, the same order of
 * fetching, the same words when something is wrong. Texts are kept as bytes, one {@code char} for one byte (ISO 8859-1),
 * so that no value changes on its way through us.
 *
 * <p>May import {@code log} and, the only room that does, Apache Commons Configuration. {@link org.tlsproxy.config.Settings},
 * {@link org.tlsproxy.config.OwnSettings} and what they are made of are free of that library: a worker in its jail decodes
 * the snapshot and loads none of it.
 *
 * <p>Never happens here: starting a program (the launcher runs postconf(1) and hands in what it said), looking up an account,
 * opening anything but the two configuration files.
 */
package org.tlsproxy.config;
