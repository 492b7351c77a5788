package com.example.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the portal, the load balancer and Prometheus ask of the service. */
@ExtendWith(OutputCaptureExtension.class)
class ObservabilityTest extends ServiceTest {

    @Test
    void prometheusFindsTheMetricsOfTheJvm() {
        assertThat(scrape()).contains("jvm_memory_used_bytes{application=\"${{ values.name }}\"");
    }

    @Test
    void requestsAreCountedInBuckets() {
        client.get().uri("/${{ values.name }}/greetings").exchange().expectStatus().isOk();

        assertThat(scrape())
                .containsPattern("http_server_requests_seconds_bucket\\{application=\"${{ values.name }}\".*uri=\"/${{ values.name }}/greetings\"");
    }

    @Test
    void exemplarsStandWhereEveryPrometheusTakesThem() {
        client.get()
                .uri("/${{ values.name }}/greetings")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .exchange()
                .expectStatus()
                .isOk();

        String openMetrics = client.get()
                .uri("/actuator/prometheus")
                .header("Accept", "application/openmetrics-text; version=1.0.0")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(openMetrics).isNotNull();
        assertThat(openMetrics.lines().filter(line -> line.contains("# {trace_id=") || line.contains("# {span_id=")))
                .isNotEmpty()
                .allMatch(line -> line.contains("_bucket{"));
    }

    @Test
    void theProbeOfTheContainerTellsReadyFromAbsent() {
        assertThat(HealthProbe.isReady(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))).isTrue();
        assertThat(HealthProbe.isReady(URI.create("http://127.0.0.1:" + port + "/absent"))).isFalse();
        assertThat(HealthProbe.isReady(URI.create("http://127.0.0.1:1/"))).isFalse();
    }

    @Test
    void livenessIsAnswered() {
        client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    }

    @Test
    void nothingElseOfTheActuatorIsExposed() {
        client.get().uri("/actuator/env").exchange().expectStatus().isNotFound();
    }

    @Test
    void logsAreJsonAndNameTheTraceOfTheRequest(CapturedOutput output) {
        client.get()
                .uri("/${{ values.name }}/greetings")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(output.getOut().lines().filter(line -> line.contains("GreetingController")))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("{\"@timestamp\":")
                        .contains("0af7651916cd43dd8448eb211c80319c"));
    }

    private String scrape() {
        return client.get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
