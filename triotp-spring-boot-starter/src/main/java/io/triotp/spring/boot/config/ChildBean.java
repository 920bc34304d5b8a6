package io.triotp.spring.boot.config;

/**
 * A bean a child is made of.
 *
 * @param name its name in the context
 * @param kind what it is
 * @param type its class, as far as its definition tells
 * @param server the class whose requests it takes, if it is a server
 */
record ChildBean(String name, BeanKind kind, Class<?> type, Class<?> server) {
}
