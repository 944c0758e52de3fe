# All of Tidemark in one container: the API, its page and the judge, the data in /data. See docs/container.md.

FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS build
WORKDIR /opt/tidemark
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run release -- --here
RUN install -d -m 0700 /data

# Debian's C and C++ libraries and nothing else: no shell, no package manager.
FROM gcr.io/distroless/cc-debian13:nonroot@sha256:e792ab3d241a468a4fd7519ddbbebe66b49b5f365771716ea688ad40b6c6f1c2
COPY --from=build /opt/tidemark/release/tidemark /usr/bin/tidemark
COPY --from=build --chown=1000:1000 /data /data
# Whatever the agent keeps lies on the volume as well; the rest of the file system may be read-only.
ENV HOME=/data
# The base works in the home of its own user, which is closed to this one.
WORKDIR /
USER 1000:1000
VOLUME /data
EXPOSE 4180
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/usr/bin/tidemark", "health"]
ENTRYPOINT ["/usr/bin/tidemark"]
CMD ["serve", "--data", "/data", "--host", "0.0.0.0"]
