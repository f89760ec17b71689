import type { CartridgeFormat } from '../../lti/packages/cartridge.ts';
import { importing, type SchemaFile } from './validate-xml.ts';

// What 1EdTech's schemas of Common Cartridge 1.1 to 1.3 and of LTI links ask of the elements that a cartridge of ours has:
// the same names, order, number, types and enumerated values; what they allow beyond that is refused here.

const about: Record<CartridgeFormat, { schema: string; version: string; profile: string; link: string }> = {
  'cc-1.1': { schema: 'IMS Common Cartridge', version: '1.1.0', profile: 'ccv1p1', link: 'v1p0' },
  'cc-1.2': { schema: 'IMS Common Cartridge', version: '1.2.0', profile: 'ccv1p2', link: 'v1p0' },
  'cc-1.3': { schema: 'IMS Common Cartridge', version: '1.3.0', profile: 'ccv1p3', link: 'v1p3' },
  'thin-cc': { schema: 'IMS Thin Common Cartridge', version: '1.3.0', profile: 'ccv1p3', link: 'v1p3' },
};

const schema = (target: string, prefixes: string, body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${target}" ${prefixes} targetNamespace="${target}" elementFormDefault="qualified" attributeFormDefault="unqualified">${body}</xs:schema>`;

/** The schema of a cartridge's manifest. */
export function manifestSchema(format: CartridgeFormat): SchemaFile[] {
  const { schema: name, version, profile, link } = about[format];
  const packaging = `http://www.imsglobal.org/xsd/ims${profile}/imscp_v1p1`;
  const lom = `http://ltsc.ieee.org/xsd/ims${profile}/LOM/manifest`;
  const manifest = schema(
    packaging,
    `xmlns:lom="${lom}"`,
    `<xs:import namespace="${lom}" schemaLocation="lom.xsd"/>
    <xs:complexType name="Item"><xs:sequence>
      <xs:element name="title" type="xs:string"/>
      <xs:element name="item" type="Item" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
      <xs:attribute name="identifier" use="required" type="xs:ID"/>
      <xs:attribute name="identifierref" type="xs:IDREF"/></xs:complexType>
    <xs:element name="manifest"><xs:complexType><xs:sequence>
      <xs:element name="metadata"><xs:complexType><xs:sequence>
        <xs:element name="schema" type="xs:string" fixed="${name}"/>
        <xs:element name="schemaversion" type="xs:string" fixed="${version}"/>
        <xs:element ref="lom:lom"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="organizations"><xs:complexType><xs:sequence>
        <xs:element name="organization"><xs:complexType><xs:sequence>
          <xs:element name="item"><xs:complexType><xs:sequence>
            <xs:element name="item" type="Item" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence><xs:attribute name="identifier" use="required" type="xs:ID"/></xs:complexType></xs:element>
        </xs:sequence>
          <xs:attribute name="identifier" use="required" type="xs:ID"/>
          <xs:attribute name="structure" use="required" fixed="rooted-hierarchy" type="xs:string"/>
        </xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="resources"><xs:complexType><xs:sequence>
        <xs:element name="resource" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
          <xs:element name="file" maxOccurs="unbounded"><xs:complexType>
            <xs:attribute name="href" use="required" type="xs:anyURI"/></xs:complexType></xs:element>
        </xs:sequence>
          <xs:attribute name="identifier" use="required" type="xs:ID"/>
          <xs:attribute name="type" use="required" type="xs:string" fixed="imsbasiclti_xml${link}"/>
        </xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="identifier" use="required" type="xs:ID"/></xs:complexType></xs:element>`,
  );
  return [
    { fileName: 'manifest.xsd', contents: manifest },
    { fileName: 'lom.xsd', contents: lomSchema(lom) },
  ];
}

function lomSchema(namespace: string): string {
  return schema(
    namespace,
    '',
    `<xs:complexType name="LangString"><xs:sequence>
      <xs:element name="string" maxOccurs="unbounded"><xs:complexType><xs:simpleContent>
        <xs:extension base="xs:string"><xs:attribute name="language" type="xs:language"/></xs:extension>
      </xs:simpleContent></xs:complexType></xs:element>
    </xs:sequence></xs:complexType>
    <xs:element name="lom"><xs:complexType><xs:sequence>
      <xs:element name="general"><xs:complexType><xs:sequence>
        <xs:element name="title" type="LangString"/>
        <xs:element name="description" type="LangString" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>`,
  );
}

/** The schema of a cartridge's LTI links. */
export function linkSchema(format: CartridgeFormat): SchemaFile[] {
  const ns = (name: string) => `http://www.imsglobal.org/xsd/${name}`;
  const address =
    '<xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="4096"/></xs:restriction>';
  const link = ns(`imslticc_${about[format].link}`);
  const typed = (name: string, min: number) =>
    `<xs:element name="${name}" minOccurs="${min}"><xs:simpleType>${address}</xs:simpleType></xs:element>`;
  return [
    { fileName: 'all.xsd', contents: importing({ [link]: 'link.xsd' }) },
    {
      fileName: 'link.xsd',
      contents: schema(
        link,
        `xmlns:blti="${ns('imsbasiclti_v1p0')}"`,
        `<xs:import namespace="${ns('imsbasiclti_v1p0')}" schemaLocation="blti.xsd"/>
        <xs:element name="cartridge_basiclti_link" type="blti:BasicLTILink"/>`,
      ),
    },
    {
      fileName: 'blti.xsd',
      contents: schema(
        ns('imsbasiclti_v1p0'),
        `xmlns:lticm="${ns('imslticm_v1p0')}" xmlns:lticp="${ns('imslticp_v1p0')}"`,
        `<xs:import namespace="${ns('imslticm_v1p0')}" schemaLocation="lticm.xsd"/>
        <xs:import namespace="${ns('imslticp_v1p0')}" schemaLocation="lticp.xsd"/>
        <xs:complexType name="BasicLTILink"><xs:sequence>
          <xs:element name="title" type="xs:normalizedString"/>
          <xs:element name="description" type="xs:string" minOccurs="0"/>
          <xs:element name="custom" type="lticm:PropertySet" minOccurs="0"/>
          ${typed('launch_url', 1)}${typed('secure_launch_url', 0)}
          <xs:element name="vendor" type="lticp:Vendor"/>
        </xs:sequence></xs:complexType>`,
      ),
    },
    {
      fileName: 'lticm.xsd',
      contents: schema(
        ns('imslticm_v1p0'),
        '',
        `<xs:complexType name="PropertySet"><xs:sequence>
          <xs:element name="property" maxOccurs="unbounded"><xs:complexType><xs:simpleContent>
            <xs:extension base="xs:string"><xs:attribute name="name" use="required" type="xs:Name"/></xs:extension>
          </xs:simpleContent></xs:complexType></xs:element>
        </xs:sequence></xs:complexType>`,
      ),
    },
    {
      fileName: 'lticp.xsd',
      contents: schema(
        ns('imslticp_v1p0'),
        '',
        `<xs:complexType name="Vendor"><xs:sequence>
          <xs:element name="code" type="xs:Name"/><xs:element name="name" type="xs:string"/>${typed('url', 0)}
        </xs:sequence></xs:complexType>`,
      ),
    },
  ];
}
