package com.example.service;
{% if values.database %}
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
{%- endif %}
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The whole service on a free port{% if values.database %}, with a real PostgreSQL{% endif %}. Tests of the same kind share one start. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
// Spring Boot switches metrics and tracing off in tests that do not ask for them.
@AutoConfigureMetrics
@AutoConfigureTracing
abstract class ServiceTest {

    @LocalServerPort
    protected int port;

    protected RestTestClient client;
{% if values.database %}
    @BeforeAll
    static void namesADatabase() {
        assertThat(System.getenv())
                .overridingErrorMessage("These tests need a PostgreSQL, and SPRING_DATASOURCE_URL is not set. Run scripts/test, which"
                        + " starts one with docker compose, or set SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and"
                        + " SPRING_DATASOURCE_PASSWORD to an empty database of your own.")
                .containsKey("SPRING_DATASOURCE_URL");
    }
{% endif %}
    @BeforeEach
    void connect() {
        client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }
}
