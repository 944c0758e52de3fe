# All of Tidemark in one container: the API, its page and the judge, the data in /data. See docs/container.md.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /opt/tidemark
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24.21.0-bookworm-slim
WORKDIR /opt/tidemark
COPY package.json package-lock.json .npmrc ./
# Node comes with the image, and the page comes built: neither the optional nor the development packages are needed.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY cli cli
COPY functions functions
COPY infra/local infra/local
COPY shared shared
COPY --from=build /opt/tidemark/dist/functions/api/page page
RUN install -d -o 1000 -g 1000 -m 0700 /data
USER 1000
VOLUME /data
EXPOSE 4180
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:4180/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/tidemark/cli/main.ts"]
CMD ["serve", "--data", "/data", "--host", "0.0.0.0", "--page", "/opt/tidemark/page"]
